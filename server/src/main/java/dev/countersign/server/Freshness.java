package dev.countersign.server;

import java.util.function.BooleanSupplier;

/** The check whether the configuration in memory is recent enough to rely on, which is known once the server listens. */
final class Freshness implements BooleanSupplier {
    private volatile BooleanSupplier judge = () -> true;

    void judge(BooleanSupplier given) {
        judge = given;
    }

    @Override
    public boolean getAsBoolean() {
        return judge.getAsBoolean();
    }
}
