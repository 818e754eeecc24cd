package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.event.ExchangeListener;
import io.apibuddy.ports.event.UpstreamFailed;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntrySelector;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ForwardingEntryWriter;
import io.apibuddy.ports.store.ForwardingResponseStore;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.PenaltyRule;
import io.apibuddy.ports.store.RateLimit;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.ThrottleDecision;
import io.apibuddy.ports.store.ThrottleLedger;
import io.apibuddy.ports.store.ThrottleState;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;

/** Exchanges for which no thread waits: everything here happens on the test's own thread. */
abstract class AsyncExchangeFixture {

  final Calls upstream = new Calls();
  final Watched storage = new Watched();
  final Deque<Runnable> handedOver = new ArrayDeque<>();
  final List<String> failures = new ArrayList<>();
  boolean executorFull;
  long keyBodyBudget = ProxyConfiguration.DEFAULT_KEY_BODY_BUDGET;
  @AutoClose ProxyCore core = core(CacheConfiguration.DEFAULT, ThrottleConfiguration.DEFAULT);

  ProxyCore core(CacheConfiguration cache, ThrottleConfiguration throttle) {
    return ProxyCore.builder()
        .upstreamClient(upstream)
        .storage(storage)
        .listener(
            new ExchangeListener() {
              @Override
              public void onUpstreamError(UpstreamFailed event) {
                failures.add(event.kind());
              }
            })
        .executor(
            work -> {
              if (executorFull) {
                throw new RejectedExecutionException();
              }
              handedOver.add(work);
            })
        .configuration(configuration(cache, throttle))
        .build();
  }

  private ProxyConfiguration configuration(
      CacheConfiguration cache, ThrottleConfiguration throttle) {
    ProxyConfiguration usual =
        ProxyConfiguration.of(
            AliasConfiguration.of("api", "http://up.test").withCache(cache).withThrottle(throttle));
    return new ProxyConfiguration(
        usual.aliases(),
        usual.allowedHosts(),
        usual.credentialQueryParams(),
        usual.spoolBudget(),
        keyBodyBudget,
        usual.bounds(),
        usual.waitingPlaces(),
        usual.access());
  }

  void use(UnaryOperator<CacheConfiguration> cache, UnaryOperator<ThrottleConfiguration> throttle) {
    core.close();
    core =
        core(
            cache.apply(CacheConfiguration.DEFAULT), throttle.apply(ThrottleConfiguration.DEFAULT));
  }

  /** Begins an exchange as a front end does; empty if a thread has to wait. */
  Optional<CompletableFuture<ProxyResponse>> begin(FakeRequest request) {
    assertThat(core.handleImmediately(request)).isEmpty();
    return core.handleAsync(request);
  }

  CompletableFuture<ProxyResponse> begun(FakeRequest request) {
    return begin(request).orElseThrow();
  }

  static FakeRequest get(String target) {
    return FakeRequest.get("/api/" + target);
  }

  static UpstreamAnswer answer() {
    return UpstreamAnswer.of(200, CoreFixture.BODY).atOnce();
  }

  static String text(CompletableFuture<ProxyResponse> answered) throws Exception {
    assertThat(answered).isCompleted();
    try (ProxyResponse response = answered.join()) {
      return response.head().headers().joined("X-Cache")
          + " "
          + new String(response.body().stream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static int status(CompletableFuture<ProxyResponse> answered) {
    assertThat(answered).isCompleted();
    try (ProxyResponse response = answered.join()) {
      return response.head().status();
    }
  }

  void runHandedOver() {
    while (!handedOver.isEmpty()) {
      handedOver.remove().run();
    }
  }

  /** Requests that the test answers, in the order in which they came. */
  static final class Calls implements UpstreamClient {
    final List<UpstreamRequest> requests = new ArrayList<>();
    final Deque<UpstreamCallback> waiting = new ArrayDeque<>();
    final FakeUpstream fake = new FakeUpstream(received -> next());
    @Nullable UpstreamAnswer next;
    boolean broken;
    int cancelled;
    int last;

    UpstreamAnswer next() {
      UpstreamAnswer answer = next;
      if (answer == null) {
        throw new IllegalStateException("nobody waits");
      }
      return answer;
    }

    String contentOfLast() {
      Body.Bytes content = (Body.Bytes) requests.get(requests.size() - 1).body();
      return StandardCharsets.UTF_8.decode(content.buffer()).toString();
    }

    void answer(UpstreamAnswer answer) {
      UpstreamResponse response = response(answer, requests.size() - waiting.size());
      waiting.remove().answered(response);
    }

    void answerLast(UpstreamAnswer answer) {
      waiting.removeLast().answered(response(answer, requests.size() - 1));
    }

    private UpstreamResponse response(UpstreamAnswer answer, int request) {
      next = answer;
      try {
        return fake.send(requests.get(request));
      } catch (UpstreamException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    void fail(Kind kind, RequestSent sent) {
      waiting.remove().failed(FakeUpstream.failure(kind, sent));
    }

    @Override
    public boolean canBegin() {
      return true;
    }

    @Override
    public UpstreamCall begin(UpstreamRequest request, UpstreamCallback callback) {
      if (broken) {
        throw new IllegalStateException("a bug");
      }
      requests.add(request);
      waiting.add(callback);
      int number = requests.size();
      return () -> {
        cancelled++;
        last = number;
      };
    }

    @Override
    public UpstreamResponse send(UpstreamRequest request) {
      throw new IllegalStateException("a thread waits for " + request.target());
    }

    @Override
    public void close() {}
  }

  /** A storage in memory with hooks, which can be made unsure of its content, or full. */
  static final class Watched extends ForwardingStorage {
    boolean unsure;
    boolean full;
    Runnable onLookup = () -> {};
    Runnable onBegin = () -> {};
    Runnable onCommit = () -> {};
    Runnable onAttempt = () -> {};
    Runnable onRemove = () -> {};
    Runnable onLookupOfUrl = () -> {};

    Watched() {
      super(new InMemoryStorage(AdapterContext.of(Settings.NONE)));
    }

    @Override
    public ThrottleLedger throttle() {
      ThrottleLedger counting = super.throttle();
      return new ThrottleLedger() {
        @Override
        public ThrottleDecision tryAcquire(
            String domain, List<RateLimit> limits, PenaltyRule rule, Instant now) {
          onAttempt.run();
          return counting.tryAcquire(domain, limits, rule, now);
        }

        @Override
        public ThrottleState state(String domain, List<RateLimit> limits, Instant now) {
          return counting.state(domain, limits, now);
        }

        @Override
        public void pause(String domain, Duration length, Instant now) {
          counting.pause(domain, length, now);
        }

        @Override
        public Map<String, Duration> penalties(Instant now) {
          return counting.penalties(now);
        }

        @Override
        public void reset(String domain) {
          counting.reset(domain);
        }
      };
    }

    @Override
    public ResponseStore responses() {
      return new ForwardingResponseStore(super.responses()) {
        @Override
        public boolean lacks(CacheKey key) {
          boolean lacking = !unsure && super.lacks(key);
          onLookup.run();
          return lacking;
        }

        @Override
        public boolean lacks(EntrySelector.ByTarget target) {
          onLookupOfUrl.run();
          return super.lacks(target);
        }

        @Override
        public boolean acceptsAtOnce(long length) {
          return !full && super.acceptsAtOnce(length);
        }

        @Override
        public long remove(EntrySelector selector) {
          onRemove.run();
          return super.remove(selector);
        }

        @Override
        public EntryWriter begin(EntryDraft draft) {
          onBegin.run();
          return new ForwardingEntryWriter(super.begin(draft)) {
            @Override
            public boolean commit(EntryCompletion completion) {
              onCommit.run();
              return super.commit(completion);
            }
          };
        }
      };
    }
  }
}
