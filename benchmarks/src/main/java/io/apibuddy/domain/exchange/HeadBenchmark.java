package io.apibuddy.domain.exchange;

import io.apibuddy.benchmarks.SampleCore;
import io.apibuddy.benchmarks.SampleRequest;
import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.domain.fields.Via;
import io.apibuddy.domain.intake.Lookups;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.meter.ExchangeMeter;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Making the head of a hit from the stored one. It is in this package to reach the class that does
 * it.
 */
@State(Scope.Thread)
public class HeadBenchmark {
  private final ResponseAssembler assembler = new ResponseAssembler(new Via("3f2a1b0c"));
  private final Exchange exchange;
  private final StoredResponse stored;
  private final Instant start = Instant.now();
  private Instant now = start;

  /** Serves a hit and keeps its parts. */
  public HeadBenchmark() {
    SampleRequest request = SampleRequest.withNewHead();
    try (SampleCore core = new SampleCore(ExchangeMeter.NONE, ExchangeListener.NONE)) {
      core.hit(request).close();
      exchange = SampleExchange.of(request);
      stored = core.stored(Lookups.of(exchange.facts(), BodyDigest.NONE).get(0).key());
    }
  }

  /** All fields are made anew. */
  @Benchmark
  public ResponseHead hit() {
    now = now.plusSeconds(1);
    return assembler.hit(exchange, stored, CacheStatus.hit(Duration.ofMinutes(5)), now);
  }

  /** The head is made again within the same second. */
  @Benchmark
  public ResponseHead hitAgain() {
    return assembler.hit(exchange, stored, CacheStatus.hit(Duration.ofMinutes(5)), start);
  }
}
