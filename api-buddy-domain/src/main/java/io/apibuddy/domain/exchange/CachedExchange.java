package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.AcceptedCoding;
import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheDecider;
import io.apibuddy.domain.cache.CacheDecision;
import io.apibuddy.domain.cache.CacheKeyFactory;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.cache.PreconditionEvaluator;
import io.apibuddy.domain.cache.RangeEvaluator;
import io.apibuddy.domain.cache.RangeSelection;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.domain.config.CachePolicy;
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
  private static final CacheDecision.Forward NOTHING_STORED =
      new CacheDecision.Forward(ForwardReason.URI_MISS, List.of(), null);

  private final GuardedResponseStore store;
  private final FillStarter fills;
  private final PassThrough passThrough;
  private final Responses responses;
  private final UseRecorder uses;
  private final HeadFreshening heads;
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
    this.heads = new HeadFreshening(store, clock);
    this.clock = clock;
  }

  /** Returns the request as the cache sees it. */
  static CacheLookup lookup(Exchange exchange, BodyDigest digest) {
    CacheKeyFactory keys = exchange.configuration().keys(exchange.target().route());
    return new CacheLookup(
        exchange.target().route().configuration().cache(),
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
    if (!(CacheDecider.decide(lookup, candidates, now) instanceof CacheDecision.ServeStored found)
        || found.stored().body() == null) {
      return Optional.empty();
    }
    ProxyResponse hit = serve(exchange, found, now);
    if (hit != null) {
      afterHit(exchange, lookup, BodyDigest.NONE, BufferedBody.NONE, found);
    }
    return Optional.ofNullable(hit);
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
      CacheDecision.Forward forward = NOTHING_STORED;
      if (decision instanceof CacheDecision.ServeStored found) {
        ProxyResponse hit = serve(exchange, found, now);
        if (hit != null) {
          afterHit(exchange, lookup, digest, body, found);
          return hit;
        }
      } else if (decision instanceof CacheDecision.Forward decided) {
        forward = decided;
      }
      if (exchange.wishes().onlyIfCached()) {
        body.close();
        return responses.problem(exchange, Problems.nothingStored());
      }
      Miss miss = new Miss(exchange, lookup, digest, body, forward);
      ProxyResponse answer = forward(miss, settled, watch);
      if (answer != null) {
        return answer;
      }
    }
  }

  /** Fetches what was used stale anew, or lets go of the request's body. */
  private void afterHit(
      Exchange exchange,
      CacheLookup lookup,
      BodyDigest digest,
      BufferedBody body,
      CacheDecision.ServeStored found) {
    if (found.revalidate()) {
      fills.refresh(new Miss(exchange, lookup, digest, body, found.revalidation()));
    } else {
      body.close();
    }
  }

  /** Returns null if the store has to be asked again. */
  private @Nullable ProxyResponse forward(Miss miss, long settled, ClientWatch watch)
      throws InterruptedException {
    Exchange exchange = miss.exchange();
    String obstacle = obstacle(exchange);
    if (obstacle.isEmpty()) {
      return fills.answer(miss, settled, () -> isStored(miss.lookup()), watch);
    }
    boolean asked = exchange.wishes().noStore();
    try {
      return passThrough.exchange(
          exchange,
          miss.body().handedOver(),
          asked ? CacheOutcome.BYPASS : CacheOutcome.MISS,
          asked ? ForwardReason.REQUEST : miss.reason(),
          obstacle,
          answer -> heads.observe(miss, answer),
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
    boolean ofTtl = exchange.target().route().configuration().cache().policy() == CachePolicy.TTL;
    if (ofTtl && headers.contains("Range")) {
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
    RangeSelection range =
        RangeEvaluator.select(exchange.head().method(), exchange.head().headers(), stored);
    boolean part = stored.response().status() == 206;
    Optional<Body> body =
        part && !(range instanceof RangeSelection.Part)
            ? Optional.empty()
            : store.body(stored, range);
    if (body.isEmpty()) {
      return null;
    }
    uses.record(stored.id(), now);
    CacheStatus status = CacheStatus.hit(found.remaining());
    return responses.stored(exchange, stored, range, body.get(), status, now);
  }
}
