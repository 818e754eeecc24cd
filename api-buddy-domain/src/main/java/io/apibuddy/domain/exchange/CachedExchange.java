package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheDecider;
import io.apibuddy.domain.cache.CacheDecision;
import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.cache.PreconditionEvaluator;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.store.StoredResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges that the store may answer, and whose answers it may keep: the one place that asks which
 * {@link CacheDecision} it got. Safe for concurrent use.
 */
final class CachedExchange {
  private final GuardedResponseStore store;
  private final FillStarter fills;
  private final PassThrough passThrough;
  private final Responses responses;
  private final UseRecorder uses;
  private final InstantSource clock;

  CachedExchange(
      GuardedResponseStore store,
      FillStarter fills,
      PassThrough passThrough,
      Responses responses,
      UseRecorder uses,
      InstantSource clock) {
    this.store = store;
    this.fills = fills;
    this.passThrough = passThrough;
    this.responses = responses;
    this.uses = uses;
    this.clock = clock;
  }

  /** Returns the request as the cache sees it. */
  static CacheLookup lookup(Exchange exchange, BodyDigest digest) {
    CacheKeyFactory keys = exchange.configuration().keys(exchange.target().route());
    return new CacheLookup(
        keys.key(
            exchange.target(),
            exchange.head().method(),
            exchange.head().headers(),
            exchange.coding(),
            digest),
        exchange.wishes(),
        exchange.head().headers(),
        exchange.coding() == AcceptedCoding.GZIP,
        keys.fingerprints());
  }

  /** Answers from memory, or not at all and without effect. */
  Optional<ProxyResponse> answerFromMemory(Exchange exchange) {
    CacheLookup lookup = lookup(exchange, BodyDigest.NONE);
    List<StoredResponse> candidates = store.candidatesInMemory(lookup.key());
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Instant now = exchange.stamp().startedAt();
    return CacheDecider.decide(lookup, candidates, now) instanceof CacheDecision.ServeStored found
            && found.stored().body() != null
        ? Optional.ofNullable(serve(exchange, found, now))
        : Optional.empty();
  }

  /**
   * Answers from the store or by way of it.
   *
   * @param body the request's body, closed once it is sent or not needed
   */
  ProxyResponse answer(Exchange exchange, BodyDigest digest, BufferedBody body, ClientWatch watch)
      throws InterruptedException {
    CacheLookup lookup = lookup(exchange, digest);
    for (boolean again = false; ; again = true) {
      long settled = again ? FillStarter.WHATEVER_SETTLED : fills.settledCount();
      Instant now = clock.instant();
      CacheDecision decision = CacheDecider.decide(lookup, store.candidates(lookup.key()), now);
      ForwardReason reason = ForwardReason.URI_MISS;
      if (decision instanceof CacheDecision.ServeStored found) {
        ProxyResponse hit = serve(exchange, found, now);
        if (hit != null) {
          body.close();
          return hit;
        }
      } else if (decision instanceof CacheDecision.Forward forward) {
        reason = forward.reason();
      }
      if (exchange.wishes().onlyIfCached()) {
        body.close();
        return responses.problem(exchange, Problems.nothingStored());
      }
      ProxyResponse answer = forward(exchange, lookup, digest, body, reason, settled, watch);
      if (answer != null) {
        return answer;
      }
    }
  }

  /** Returns null if the store has to be asked again. */
  private @Nullable ProxyResponse forward(
      Exchange exchange,
      CacheLookup lookup,
      BodyDigest digest,
      BufferedBody body,
      ForwardReason reason,
      long settled,
      ClientWatch watch)
      throws InterruptedException {
    String obstacle = obstacle(exchange);
    if (obstacle.isEmpty()) {
      return fills.answer(
          exchange, lookup, digest, body, reason, settled, () -> isStored(lookup), watch);
    }
    boolean asked = exchange.wishes().noStore();
    try {
      return passThrough.exchange(
          exchange,
          body.handedOver(),
          asked ? CacheOutcome.BYPASS : CacheOutcome.MISS,
          asked ? ForwardReason.REQUEST : reason,
          obstacle,
          watch);
    } catch (IOException e) {
      return responses.problem(
          exchange, Problems.badRequest("The request's content could not be buffered."));
    }
  }

  private boolean isStored(CacheLookup lookup) {
    return CacheDecider.decide(lookup, store.candidates(lookup.key()), clock.instant())
        instanceof CacheDecision.ServeStored;
  }

  /** Returns why the answer to a request cannot be kept, whatever it will be; empty if it may. */
  private static String obstacle(Exchange exchange) {
    Headers headers = exchange.head().headers();
    if (exchange.wishes().noStore()) {
      return "request-no-store";
    }
    if (exchange.head().method().equals("HEAD")) {
      return "head";
    }
    if (headers.contains("Range")) {
      return "range";
    }
    boolean evaluatedHere =
        exchange.head().method().equals("GET") || !PreconditionEvaluator.isConditional(headers);
    if (headers.contains("If-Match") || headers.contains("If-Unmodified-Since") || !evaluatedHere) {
      return "precondition";
    }
    return "";
  }

  private @Nullable ProxyResponse serve(
      Exchange exchange, CacheDecision.ServeStored found, Instant now) {
    StoredResponse stored = found.stored();
    Optional<Body> body = store.body(stored);
    if (body.isEmpty()) {
      return null;
    }
    uses.record(stored.id(), now);
    return responses.stored(exchange, stored, body.get(), CacheStatus.hit(found.remaining()), now);
  }
}
