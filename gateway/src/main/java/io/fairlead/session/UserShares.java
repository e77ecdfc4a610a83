package io.fairlead.session;

/** The shares of the users that are connected to a node. Any thread. */
public interface UserShares {

    /** Where no user has a limit. */
    UserShares NONE = new UserShares() {
        @Override
        public UserShare enter(String user) {
            return UserShare.UNLIMITED;
        }

        @Override
        public void leave(String user) {}
    };

    /** A client of this user has come: the share that it has with the user's others. */
    UserShare enter(String user);

    /** One that entered is gone. */
    void leave(String user);
}
