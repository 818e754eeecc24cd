package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.domain.content.RequestBodies;
import io.apibuddy.domain.intake.BodyDigester;
import io.apibuddy.domain.intake.Lookups;
import io.apibuddy.domain.problem.Problem;
import io.apibuddy.domain.problem.Problems;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.ProxyResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Handles requests to mappings: decides whether a request may use the store, makes its key from its
 * content, and has it answered by the store or past it. Safe for concurrent use.
 */
final class MappedExchange {
  private final CachedExchange cached;
  private final PassThrough passThrough;
  private final UpstreamCalls calls;
  private final RequestBodies bodies;
  private final BodyDigester digester;
  private final GuardedResponseStore store;
  private final Responses responses;

  MappedExchange(
      CachedExchange cached,
      PassThrough passThrough,
      UpstreamCalls calls,
      RequestBodies bodies,
      BodyDigester digester,
      GuardedResponseStore store,
      Responses responses) {
    this.cached = cached;
    this.passThrough = passThrough;
    this.calls = calls;
    this.bodies = bodies;
    this.digester = digester;
    this.store = store;
    this.responses = responses;
  }

  /**
   * Answers from memory, without I/O. If that is not possible, attaches a {@link PreparedExchange}
   * to the request.
   *
   * @param request the request as it came
   * @param known the request as the cache sees it if it has no content, null if that is not known
   */
  Optional<ProxyResponse> answerFromMemory(
      ProxyRequest request,
      Exchange exchange,
      Body.Bytes content,
      @Nullable List<CacheLookup> known) {
    BufferedBody body = BufferedBody.of(content);
    BodyDigest digest = digestAtOnce(exchange, body);
    List<CacheLookup> lookups = List.of();
    Optional<ProxyResponse> hit = Optional.empty();
    if (digest != null) {
      lookups =
          known != null && content.length() == 0 ? known : Lookups.of(exchange.facts(), digest);
      hit = cached.answerFromMemory(exchange, lookups, digest, body);
    }
    if (hit.isEmpty()) {
      request.attach(new PreparedExchange(exchange, digest, lookups));
    }
    return hit;
  }

  /** Digests content in memory for the key; returns null if that fails or no hit could follow. */
  private @Nullable BodyDigest digestAtOnce(Exchange exchange, BufferedBody body) {
    if (!mayUseStore(exchange)) {
      return null;
    }
    if (body.length() == 0) {
      return BodyDigest.NONE;
    }
    if (!exchange.directives().mayReuse() || body.length() > exchange.cache().maxKeyBodySize()) {
      return null;
    }
    try {
      return digester.digest(body, exchange.facts());
    } catch (IOException e) { // answer() meets the same failure and reports it
      return null;
    }
  }

  /**
   * Begins to answer a request; no thread waits for the upstream.
   *
   * @param content the request's content
   * @return the future answer; empty, without any effect, if {@link #answer} has to be called
   */
  Optional<CompletableFuture<ProxyResponse>> begin(PreparedExchange prepared, Body.Bytes content) {
    Exchange exchange = prepared.exchange();
    if (exchange.method().equals("HEAD") // whose answer freshens a stored GET
        || !calls.canBegin()) {
      return Optional.empty();
    }
    if (!mayUseStore(exchange) && exchange.directives().onlyIfCached()) {
      return Optional.empty(); // answer() refuses it
    }
    PendingAnswer answer = new PendingAnswer();
    boolean begun =
        mayUseStore(exchange)
            ? beginByStore(prepared, content, answer)
            : passThrough.begin(exchange, content, pastStore(exchange), answer);
    return begun ? Optional.of(answer.response()) : Optional.empty();
  }

  private boolean beginByStore(
      PreparedExchange prepared, Body.Bytes content, PendingAnswer answer) {
    BodyDigest digest = prepared.digest();
    BufferedBody body = digest == null ? null : bodies.keep(content);
    if (digest == null || body == null) {
      return false;
    }
    boolean begun = false;
    try {
      begun = cached.begin(prepared.exchange(), prepared.lookups(), digest, body, answer);
      return begun;
    } finally {
      if (!begun) {
        body.close();
      }
    }
  }

  /**
   * Answers a request.
   *
   * @param known the content's part of the cache key, null if it was not computed
   */
  ProxyResponse answer(Exchange exchange, @Nullable BodyDigest known) throws InterruptedException {
    ClientWatch watch = new ClientWatch(exchange.request());
    if (!mayUseStore(exchange)) {
      return exchange.directives().onlyIfCached()
          ? responses.problem(exchange, Problems.nothingStored())
          : passOn(exchange, exchange.request().body(), pastStore(exchange), watch);
    }
    try {
      return answerByStore(exchange, known, watch);
    } catch (IOException e) {
      return responses.problem(exchange, Problems.unreadable(e));
    }
  }

  private ProxyResponse answerByStore(
      Exchange exchange, @Nullable BodyDigest known, ClientWatch watch)
      throws IOException, InterruptedException {
    RequestBodies.Reading reading =
        bodies.read(exchange.request().body(), exchange.cache().maxKeyBodySize());
    BufferedBody body = reading.whole();
    if (body == null) {
      return answerWithoutKey(exchange, reading.rest(), reading.outOfRoom(), watch);
    }
    try {
      BodyDigest digest = known != null ? known : digester.digest(body, exchange.facts());
      return digest == null
          ? answerWithoutKey(exchange, body.handedOver(), true, watch)
          : cached.answer(exchange, digest, body, watch);
    } catch (IOException e) { // the body was received, but cannot be read back
      body.close();
      return responses.problem(exchange, Problems.contentLost());
    } catch (InterruptedException | RuntimeException | Error e) {
      body.close();
      throw e;
    }
  }

  /**
   * Answers a request from whose content no key can be made.
   *
   * @param outOfRoom whether that is because other requests leave no room for it now
   */
  private ProxyResponse answerWithoutKey(
      Exchange exchange, Body content, boolean outOfRoom, ClientWatch watch)
      throws InterruptedException {
    Problem refusal = refusalWithoutKey(exchange, outOfRoom);
    if (refusal != null) {
      content.close();
      return responses.problem(exchange, refusal);
    }
    Forwarding why = bypass(ForwardReason.BYPASS, StorageObstacle.TOO_LARGE);
    return passOn(exchange, content, why, watch);
  }

  /** Returns why a request without a key is not passed on, null if it is. */
  private @Nullable Problem refusalWithoutKey(Exchange exchange, boolean outOfRoom) {
    CacheMode mode = exchange.cache().mode();
    if (!mode.asksUpstream()) {
      return outOfRoom ? Problems.noRoomForContent() : Problems.offlineRequestTooLarge();
    }
    if (exchange.directives().onlyIfCached()) {
      return Problems.nothingStored();
    }
    if (outOfRoom && mode == CacheMode.RECORD) {
      store.reportUnreadRecording();
      return Problems.noRoomToRecord();
    }
    return null;
  }

  private ProxyResponse passOn(Exchange exchange, Body body, Forwarding why, ClientWatch watch)
      throws InterruptedException {
    return passThrough.exchange(
        exchange, body, why, head -> {}, passThrough.plainFailures(exchange), watch);
  }

  /** Returns why a request that may not use the store goes past it. */
  private static Forwarding pastStore(Exchange exchange) {
    return exchange.cache().mode() == CacheMode.PASSTHROUGH
        ? bypass(ForwardReason.BYPASS, exchange.ruling().bypass())
        : bypass(ForwardReason.METHOD, "");
  }

  private static Forwarding bypass(ForwardReason reason, String detail) {
    return new Forwarding(CacheOutcome.BYPASS, reason, detail);
  }

  private static boolean mayUseStore(Exchange exchange) {
    return exchange.cache().usesStoreFor(exchange.method());
  }
}
