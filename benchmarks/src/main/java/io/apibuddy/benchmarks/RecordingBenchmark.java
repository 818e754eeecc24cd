package io.apibuddy.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import io.apibuddy.bootstrap.admin.LiveFeed;
import io.apibuddy.bootstrap.admin.UpstreamHealth;
import io.apibuddy.bootstrap.log.ExchangeLog;
import io.apibuddy.bootstrap.log.ListenerGroup;
import io.apibuddy.bootstrap.meter.ProxyMeter;
import io.apibuddy.bootstrap.meter.Registries;
import io.apibuddy.bootstrap.metrics.PriceTable;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.meter.ExchangeMeter;
import io.apibuddy.ports.time.Ticker;
import java.time.InstantSource;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.Logger;

/**
 * A whole hit in the domain, from the request's head to the end of the exchange, and what metrics
 * and listeners add to it. Listeners are called on a thread of their own, so look at the processor
 * time.
 */
@State(Scope.Benchmark)
public class RecordingBenchmark {
  private final Registries registries = new Registries(null);
  private final ExchangeMeter meter =
      new ProxyMeter(registries.all(), PriceTable.NONE, Ticker.system());
  private final ListenerGroup quiet = listeners("WARN");
  private final ListenerGroup logging = listeners("INFO");
  private final SampleCore silent = new SampleCore(ExchangeMeter.NONE, ExchangeListener.NONE);
  private final SampleCore counting = new SampleCore(meter, quiet);
  private final SampleCore telling = new SampleCore(meter, logging);

  /** Without metrics and listeners. */
  @Benchmark
  public int hit() {
    return status(silent, SampleRequest.withNewHead());
  }

  /** Without metrics and listeners; the head is the same object each time. */
  @Benchmark
  public int hitAgain() {
    return status(silent, SampleRequest.withSameHead());
  }

  /** With the product's metrics and its listeners, none of which wants hits. */
  @Benchmark
  public int hitWithMetrics() {
    return status(counting, SampleRequest.withNewHead());
  }

  /** With metrics and listeners, and a line in a log that is discarded. */
  @Benchmark
  public int hitWithMetricsAndLog() {
    return status(telling, SampleRequest.withNewHead());
  }

  /** Ends the threads of the domain and the listeners. */
  @TearDown
  public void close() {
    List.of(silent, counting, telling).forEach(SampleCore::close);
    List.of(quiet, logging).forEach(ListenerGroup::close);
    registries.close();
  }

  private static int status(SampleCore core, SampleRequest request) {
    try (ProxyResponse response = core.hit(request)) {
      return response.head().status();
    }
  }

  private static ListenerGroup listeners(String level) {
    Ticker ticker = Ticker.system();
    Logger logger = new LoggerContext().getLogger("proxy");
    return new ListenerGroup(
        List.of(
            new UpstreamHealth(InstantSource.system()),
            new LiveFeed(ticker),
            new ExchangeLog(logger, level, ticker)),
        List.of(),
        logger,
        ticker);
  }
}
