package io.apibuddy.bootstrap.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.metrics.PriceTable;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.meter.MeasuredExchange;
import io.apibuddy.ports.store.EntryCompletion;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class AliasMeterTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AliasMeter meter = new AliasMeter(new MeterRegistrar(registry, "api"));

  private void add(String method, int status, CacheOutcome outcome) {
    meter.add(new MeasuredExchange("api", method, outcome, status, 1, 1, EntryCompletion.PLAIN));
  }

  private double count(String method, int status, String cache) {
    FunctionCounter counter =
        registry
            .get("api.buddy.requests")
            .tags("method", method, "status", Integer.toString(status), "cache", cache)
            .functionCounter();
    return counter.count();
  }

  @Test
  void exchangesAreCountedByMethodStatusAndOutcomeInAnyOrder() {
    for (int times : List.of(1, 2, 1)) {
      for (int i = 0; i < times; i++) {
        add("GET", 200, CacheOutcome.HIT);
      }
      add("GET", 200, CacheOutcome.STALE);
      add("GET", 404, CacheOutcome.STALE);
      add("HEAD", 404, CacheOutcome.STALE);
    }

    assertThat(meter.traffic(PriceTable.NONE).savings().requests()).isEqualTo(4); // no stale ones
    assertThat(count("GET", 200, "hit")).isEqualTo(4);
    assertThat(count("GET", 200, "stale")).isEqualTo(3);
    assertThat(count("GET", 404, "stale")).isEqualTo(3);
    assertThat(count("HEAD", 404, "stale")).isEqualTo(3);
  }
}
