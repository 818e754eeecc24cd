package io.apibuddy.domain.exchange;

import io.apibuddy.benchmarks.SampleRequest;
import io.apibuddy.domain.intake.EvaluatedHead;
import java.time.Instant;
import java.util.Objects;

/** Creates exchanges of requests that were answered from memory. */
final class SampleExchange {
  private SampleExchange() {}

  static Exchange of(SampleRequest answered) {
    EvaluatedHead read = Objects.requireNonNull(answered.head().attachment(EvaluatedHead.class));
    Exchange.Stamp stamp =
        new Exchange.Stamp(Instant.now(), System.nanoTime(), answered.head().headers(), () -> "0");
    return new Exchange(answered, read.facts(), stamp);
  }
}
