package io.apibuddy.domain.exchange;

import io.apibuddy.benchmarks.Sample;
import io.apibuddy.benchmarks.SampleCore;
import io.apibuddy.benchmarks.SampleRequest;
import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.domain.fields.ResponseFields;
import io.apibuddy.domain.fields.UpstreamFields;
import io.apibuddy.domain.fields.Via;
import io.apibuddy.domain.fill.EntryDrafts;
import io.apibuddy.domain.fill.FillHead;
import io.apibuddy.domain.intake.Lookups;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.domain.throttle.Throttle;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.meter.ExchangeMeter;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.local.StoreNotices;
import io.apibuddy.ports.time.Pause;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.time.Instant;
import java.time.InstantSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Processing the head of an answer that has just arrived. It is in this package to reach the
 * classes that do it.
 */
@State(Scope.Benchmark)
public class ArrivalBenchmark {
  private static final ResponseHead RECEIVED =
      new ResponseHead(
          200,
          Headers.of(
              "Date", "Sun, 06 Nov 1994 08:49:37 GMT",
              "Content-Type", "application/json",
              "Content-Length", "1024",
              "Connection", "keep-alive",
              "Cache-Control", "public, max-age=3600",
              "ETag", "\"33a64df551425fcc55e4d42a148795d9f25f89d4\"",
              "Vary", "Accept-Encoding",
              "X-RateLimit-Remaining", "4711",
              "X-RateLimit-Reset", "1767225600"));
  private static final UpstreamResponse ANSWER = new Answer(RECEIVED);
  private static final CacheStatus STATUS =
      CacheStatus.forwarded(CacheOutcome.MISS, ForwardReason.URI_MISS, 200, true, "");

  private final ResponseAssembler assembler = new ResponseAssembler(new Via("3f2a1b0c"));
  private final UpstreamFields asked = new UpstreamFields(new Via("3f2a1b0c"));
  private final Instant now = Instant.parse("1994-11-06T08:49:37Z");
  private final Throttle throttle;
  private final Exchange exchange;
  private final CacheLookup lookup;
  private final EntryDrafts drafts;

  /** Serves a hit and prepares an exchange by the policy {@code http}. */
  public ArrivalBenchmark() {
    SampleRequest request = SampleRequest.withNewHead();
    try (SampleCore core = new SampleCore(ExchangeMeter.NONE, ExchangeListener.NONE)) {
      core.hit(request).close();
      exchange = SampleExchange.of(request);
    }
    CacheLookup byTtl = Lookups.of(exchange.facts(), BodyDigest.NONE).get(0);
    lookup =
        new CacheLookup(
            Sample.mapping(CachePolicy.HTTP).cache(),
            byTtl.key(),
            byTtl.directives(),
            byTtl.headers(),
            byTtl.fingerprints(),
            byTtl.credential());
    drafts = new EntryDrafts(lookup.cache(), BodyDigest.NONE);
    throttle =
        new Throttle(
            new InMemoryStorage(AdapterContext.of(Settings.NONE)).throttle(),
            new StoreNotices(notice -> {}, Ticker.system()),
            InstantSource.system(),
            Ticker.system(),
            Pause.blocking());
  }

  /** The fields of the request to the upstream. */
  @Benchmark
  public Headers asked() {
    return asked.of(exchange.head(), exchange.coding(), true);
  }

  /** The head for the client, and the pause that the upstream asks for. */
  @Benchmark
  public ResponseHead passedOn() {
    throttle.observe(Attempts.of(exchange, BufferedBody.NONE), ANSWER);
    ResponseHead endToEnd = ResponseFields.endToEnd(RECEIVED, now);
    return assembler.forwarded(exchange, endToEnd, ProtocolVersion.HTTP_1_1, STATUS);
  }

  /** The decision whether and how the answer is stored. */
  @Benchmark
  public EntryDraft stored() {
    FillHead head = FillHead.of(ANSWER, lookup, now, false, false, false);
    return drafts.draft(lookup, head, now);
  }

  /** An answer without content. */
  private record Answer(ResponseHead head) implements UpstreamResponse {

    @Override
    public ProtocolVersion version() {
      return ProtocolVersion.HTTP_1_1;
    }

    @Override
    public Body body() {
      return Body.EMPTY;
    }

    @Override
    public void close() {}
  }
}
