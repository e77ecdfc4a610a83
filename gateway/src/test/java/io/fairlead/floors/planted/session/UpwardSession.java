package io.fairlead.floors.planted.session;

import io.fairlead.floors.planted.app.Anything;
import io.netty.buffer.ByteBuf;
import java.io.File;

/** Uses a floor above, a library and a file. */
interface UpwardSession {
    void use(Anything above);

    void read(ByteBuf bytes, File file);
}
