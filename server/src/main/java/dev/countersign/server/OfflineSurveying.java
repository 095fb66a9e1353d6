package dev.countersign.server;

import dev.countersign.server.config.Deployment;
import dev.countersign.server.diagnosis.Doctor;
import dev.countersign.server.diagnosis.KeyProbe;
import dev.countersign.server.diagnosis.StoredState;
import dev.countersign.server.net.FetchesWithoutFiles;
import dev.countersign.server.net.HttpJwksFetcher;
import dev.countersign.server.run.StartRefusedException;
import dev.countersign.server.store.inspection.InspectedStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The database and the network of an installation, for a process that is not its server. */
public final class OfflineSurveying implements Doctor.Surveying {

    @Override
    public StoredState store(Deployment deployment) {
        return new InspectedStore(Wiring.storeSettings(deployment), Wiring.CLOCK);
    }

    @Override
    public KeyProbe probe(Deployment deployment) throws StartRefusedException {
        HttpJwksFetcher fetcher = Wiring.fetcher(Wiring.outbound(deployment));
        return (source, ofRoot) -> {
            var date = new AtomicReference<Optional<KeyProbe.Dated>>(Optional.empty());
            var dated =
                    fetcher.observed(sent -> date.set(Optional.of(new KeyProbe.Dated(sent, Wiring.CLOCK.instant()))));
            var outcome = (ofRoot ? dated : new FetchesWithoutFiles(dated)).fetch(source);
            return new KeyProbe.Answer(outcome, date.get());
        };
    }
}
