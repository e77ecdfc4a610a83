/**
 * Floor 7: YAML files into records that the floors below own. Nobody below knows it exists. It may use every floor below;
 * {@code config.yaml} is the only home of the YAML library.
 */
@NullMarked
package io.fairlead.config;

import org.jspecify.annotations.NullMarked;
