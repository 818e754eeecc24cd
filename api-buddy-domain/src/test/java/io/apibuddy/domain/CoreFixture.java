package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.config.StoreBounds;
import io.apibuddy.ports.contract.AsyncUpstream;
import io.apibuddy.ports.contract.FakeRequest;
import io.apibuddy.ports.contract.FakeUpstream;
import io.apibuddy.ports.contract.ManualClock;
import io.apibuddy.ports.contract.UpstreamAnswer;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StoreCapacity;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A core between fakes of its ports: alias {@code api} leads to {@code http://up.test/v1}. */
final class CoreFixture implements AutoCloseable {

  /** A body long enough to be stored. */
  static final String BODY = "x".repeat(200);

  private static final boolean ASYNC = Boolean.getBoolean("async");

  final ManualClock clock = new ManualClock();
  final FakeUpstream upstream;
  final ProxyCore core;
  private final CacheConfiguration cache;
  private final ExecutorService executor = Executors.newCachedThreadPool();

  /** An answer as the client got it. */
  record Answer(ResponseHead head, String body) {
    int status() {
      return head.status();
    }

    String field(String name) {
      String value = head.headers().joined(name);
      return value == null ? "" : value;
    }
  }

  CoreFixture(FakeUpstream upstream) {
    this(upstream, UnaryOperator.identity());
  }

  CoreFixture(FakeUpstream upstream, UnaryOperator<CacheConfiguration> cache) {
    this(upstream, cache, UnaryOperator.identity());
  }

  CoreFixture(
      FakeUpstream upstream,
      UnaryOperator<CacheConfiguration> cache,
      UnaryOperator<ProxyCore.Builder> ports) {
    this.upstream = upstream;
    this.cache = cache.apply(CacheConfiguration.DEFAULT);
    this.core =
        ports
            .apply(
                ProxyCore.builder()
                    .upstreamClient(ASYNC ? new AsyncUpstream(upstream, executor) : upstream)
                    .executor(executor)
                    .clock(clock)
                    .configuration(configuration(this.cache)))
            .build();
  }

  private static ProxyConfiguration configuration(CacheConfiguration cache) {
    return ProxyConfiguration.of(
        AliasConfiguration.of("api", "http://up.test/v1").withCache(cache),
        AliasConfiguration.of("other", "https://other.test"));
  }

  /** Puts alias {@code api} into another mode from the next request on. */
  void mode(CacheMode mode) {
    core.reconfigure(configuration(cache.withMode(mode)));
  }

  /** Changes the lifetime of the stored answers of alias {@code api} from the next request on. */
  void ttl(Duration ttl) {
    core.reconfigure(configuration(cache.withTtl(ttl)));
  }

  /** Puts alias {@code api} into another mode and lets the store hold so many entries. */
  void mode(CacheMode mode, long maxEntries) {
    ProxyConfiguration changed = configuration(cache.withMode(mode));
    core.reconfigure(
        new ProxyConfiguration(
            changed.aliases(),
            changed.allowedHosts(),
            changed.credentialQueryParams(),
            changed.spoolBudget(),
            changed.keyBodyBudget(),
            new StoreBounds(
                new StoreCapacity(maxEntries, 1L << 20), Duration.ofHours(1), Duration.ofDays(1)),
            changed.waitingPlaces(),
            changed.access()));
  }

  /** Lets the store hold so many entries, and 1 MiB, from the next request on. */
  void bound(long maxEntries) {
    mode(cache.mode(), maxEntries);
  }

  /** Returns an upstream that answers one request and cannot be reached afterwards. */
  static FakeUpstream reachableOnce(UpstreamAnswer answer) {
    Queue<UpstreamAnswer> once = new ArrayDeque<>(List.of(answer));
    return new FakeUpstream(
        request -> {
          if (once.isEmpty()) {
            throw FakeUpstream.failure(Kind.CONNECT_FAILED, RequestSent.NO);
          }
          return once.remove();
        });
  }

  static UnaryOperator<ProxyCore.Builder> storage(Storage storage) {
    return builder -> builder.storage(storage);
  }

  Answer get(String target, String... fields) throws Exception {
    return ask(FakeRequest.get(target, fields));
  }

  Answer ask(ProxyRequest request) throws InterruptedException {
    try (ProxyResponse response = respond(request)) {
      return new Answer(
          response.head(),
          new String(response.body().stream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request on a thread of its own. */
  Background<Answer> asking(ProxyRequest request) {
    return Background.start(() -> ask(request));
  }

  /** Waits until every fetch and every listener has ended; no request can be sent afterwards. */
  void awaitIdle() throws InterruptedException {
    executor.shutdown();
    assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  /** Responds as a front end does: at once if possible, else on this thread. */
  ProxyResponse respond(ProxyRequest request) throws InterruptedException {
    var immediate = core.handleImmediately(request);
    if (immediate.isPresent()) {
      return immediate.get();
    }
    var eventual = core.handleAsync(request);
    if (eventual.isEmpty()) {
      return core.handle(request);
    }
    return awaitHead(eventual.get());
  }

  /** Waits as the leader of a fill does on a thread; tests look for this name in stack traces. */
  private static ProxyResponse awaitHead(CompletableFuture<ProxyResponse> eventual)
      throws InterruptedException {
    try {
      return eventual.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException bug) {
        throw bug;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    core.close();
    executor.shutdownNow();
  }
}
