package io.fairlead.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.session.RateSettings;
import io.fairlead.session.UserShare;
import io.fairlead.session.UserShares;
import org.junit.jupiter.api.Test;

class UserRatesTest {

    private long now = 1_795_190_400_000L;
    private final UserRates users = (UserRates) UserRates.of(new RateSettings.User(0, 10, 0), () -> now);

    @Test
    void clientsOfOneUser_haveOneShare_andOtherUsersTheirOwn() {
        UserShare share = users.enter("alice");

        assertThat(users.enter("alice")).isSameAs(share);
        assertThat(users.enter("bob")).isNotSameAs(share);
    }

    @Test
    void lastClientLeft_shareIsForgottenOnceItIsFull() {
        UserShare share = users.enter("alice");
        share.spendPublishes(20, now);
        users.leave("alice");

        assertThat(users.enter("alice")).as("who comes back finds what it left").isSameAs(share);
        now += 2_000;
        users.leave("alice");
        assertThat(users.size()).isZero();
    }

    @Test
    void manyUsersThatCameAndWent_areForgottenInTime() {
        for (int i = 0; i < 10_000; i++) {
            users.enter("u" + i).spendPublishes(1, now);
            users.leave("u" + i);
            now += 10;
        }

        assertThat(users.size()).isLessThan(300);
    }

    @Test
    void noLimit_keepsNothing() {
        UserShares none = UserRates.of(RateSettings.User.UNLIMITED, () -> now);

        assertThat(none).isSameAs(UserShares.NONE);
        assertThat(none.enter("alice")).isSameAs(UserShare.UNLIMITED);
        assertThat(none.enter("alice").spendPublishes(1_000_000, now)).isZero();
    }
}
