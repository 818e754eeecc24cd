package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheDecision;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.cache.ModePolicy;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.domain.intake.Lookups;
import io.apibuddy.domain.problem.Problem;
import io.apibuddy.domain.problem.Problems;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.domain.store.RecordingRoom;
import io.apibuddy.domain.store.StoreDecider;
import io.apibuddy.domain.store.UseRecorder;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.StoredResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Handles requests that the store may answer, and whose answers it may keep; the one place that
 * distinguishes the kinds of {@link CacheDecision}. Safe for concurrent use.
 */
final class CachedExchange {
  private final GuardedResponseStore store;
  private final FillStarter fills;
  private final PassThrough passThrough;
  private final Responses responses;
  private final StoredAnswers hits;
  private final HeadFreshening heads;
  private final RecordingRoom room;
  private final StoreDecider decider;
  private final NearestEntries nearest;
  private final InstantSource clock;
  private final Predicate<CacheKey> lacking;

  CachedExchange(
      GuardedResponseStore store,
      StoredBodies bodies,
      FillStarter fills,
      PassThrough passThrough,
      Responses responses,
      UseRecorder uses,
      InstantSource clock) {
    this.store = store;
    this.fills = fills;
    this.passThrough = passThrough;
    this.responses = responses;
    this.hits = new StoredAnswers(bodies, responses, uses);
    this.heads = new HeadFreshening(store, clock);
    this.room = new RecordingRoom(store);
    this.decider = new StoreDecider(store);
    this.nearest = new NearestEntries(store);
    this.clock = clock;
    this.lacking = store::lacks;
  }

  /**
   * Answers from memory, without I/O. An empty result has had no effect.
   *
   * @param lookups the request as the cache sees it, once for each key
   * @param body the request's body, in memory
   */
  Optional<ProxyResponse> answerFromMemory(
      Exchange exchange, List<CacheLookup> lookups, BodyDigest digest, BufferedBody body) {
    List<CacheLookup> left = lookups;
    CacheLookup lookup = left.get(0);
    List<StoredResponse> candidates = store.candidatesInMemory(lookup.key());
    while (candidates.isEmpty() && left.size() > 1 && lacking.test(lookup.key())) {
      left = left.subList(1, left.size());
      lookup = left.get(0);
      candidates = store.candidatesInMemory(lookup.key());
    }
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Instant now = exchange.stamp().startedAt();
    CacheDecision decision = StoreDecider.decideAtOnce(left, candidates, lacking, now);
    if (!(decision instanceof CacheDecision.ServeStored found)
        || found.stored().body() == null
        || (found.revalidate() && body.length() > 0)) { // the refresh would have to keep it
      return Optional.empty();
    }
    ProxyResponse hit = hits.serveFromMemory(exchange, found, now);
    if (hit != null) {
      afterHit(exchange, lookup, digest, body, found);
    }
    return Optional.ofNullable(hit);
  }

  /**
   * Answers from the store, or from the upstream if the store has no usable response.
   *
   * @param body the request's body, closed once it is sent or not needed
   */
  ProxyResponse answer(Exchange exchange, BodyDigest digest, BufferedBody body, ClientWatch watch)
      throws InterruptedException {
    List<CacheLookup> lookups = Lookups.of(exchange.facts(), digest);
    CacheLookup lookup = lookups.get(0);
    for (boolean again = false; ; again = true) {
      long settled = again ? FillStarter.ALREADY_RECHECKED : fills.settledCount();
      Instant now = clock.instant();
      CacheDecision decision = decider.decide(lookups, store::candidates, now);
      CacheDecision.Forward forward = StoreDecider.NOTHING_STORED;
      if (decision instanceof CacheDecision.ServeStored found) {
        ProxyResponse hit = hits.serve(exchange, found, now);
        if (hit != null) {
          afterHit(exchange, lookup, digest, body, found);
          return hit;
        }
      } else if (decision instanceof CacheDecision.Forward decided) {
        forward = decided;
      }
      Problem refusal = refusal(exchange, lookup, digest);
      if (refusal != null) {
        body.close();
        return responses.problem(exchange, refusal);
      }
      Miss miss = new Miss(exchange, lookup, digest, body, forward);
      ProxyResponse answer = forward(miss, settled, watch);
      if (answer != null) {
        return answer;
      }
    }
  }

  /**
   * Begins to answer a request for which the store is known, without I/O, to hold nothing. No
   * thread waits for the upstream.
   *
   * @param body the request's body, in memory; closed once it is not needed, unless false is
   *     returned
   * @return false, without any effect, if {@link #answer} has to be called
   */
  boolean begin(
      Exchange exchange,
      List<CacheLookup> lookups,
      BodyDigest digest,
      BufferedBody body,
      PendingAnswer answer) {
    long settled = fills.settledCount();
    if (!StoreDecider.isNothingStored(lookups, lacking)) {
      return false;
    }
    CacheLookup lookup = lookups.get(0);
    CacheDecision decision = decider.decide(lookups, key -> List.of(), clock.instant());
    if (!(decision instanceof CacheDecision.Forward forward)) {
      return false;
    }
    if (body.length() > 0 && StorageObstacle.unpacks(exchange)) {
      return false;
    }
    Miss miss = new Miss(exchange, lookup, digest, body, forward);
    String obstacle = StorageObstacle.of(exchange, body);
    if (obstacle.isEmpty()) {
      return fills.begin(
          miss,
          settled,
          () -> store.lacks(lookup.key()),
          new ClientWatch(exchange.request()),
          answer);
    }
    boolean begun = passThrough.begin(exchange, body.whole(), pastStore(miss, obstacle), answer);
    if (begun) {
      body.close(); // gives its bytes back to the budget; the content stays readable
    }
    return begun;
  }

  private static Forwarding pastStore(Miss miss, String obstacle) {
    return miss.exchange().directives().noStore()
        ? new Forwarding(CacheOutcome.BYPASS, ForwardReason.REQUEST, obstacle)
        : new Forwarding(CacheOutcome.MISS, miss.reason(), obstacle);
  }

  /** Returns why the upstream must not be asked for a missing response, null if it may be. */
  private @Nullable Problem refusal(Exchange exchange, CacheLookup lookup, BodyDigest digest) {
    if (!exchange.cache().mode().asksUpstream()) {
      return Problems.offlineMiss(nearest.of(lookup, digest, exchange.target().route()));
    }
    if (exchange.directives().onlyIfCached()) {
      return Problems.nothingStored();
    }
    if (exchange.cache().mode() == CacheMode.RECORD
        && !room.isAvailable(exchange.configuration().values().bounds().capacity())) {
      store.reportMissingRecording();
      return Problems.recordingsFillTheStore();
    }
    return null;
  }

  /**
   * Refreshes a stored response that was used stale, or closes the request's body. No refresh if
   * the answer to this request would not be the stored response, as for a HEAD or a precondition.
   */
  private void afterHit(
      Exchange exchange,
      CacheLookup lookup,
      BodyDigest digest,
      BufferedBody body,
      CacheDecision.ServeStored found) {
    boolean mayAsk = !exchange.directives().onlyIfCached();
    if (found.revalidate() && mayAsk && StorageObstacle.isNoneOrRange(exchange)) {
      fills.refresh(new Miss(exchange, lookup, digest, body, found.revalidation()));
    } else {
      body.close();
    }
  }

  /** Returns null if the store has to be asked again. */
  private @Nullable ProxyResponse forward(Miss miss, long settled, ClientWatch watch)
      throws InterruptedException {
    Exchange exchange = miss.exchange();
    String obstacle = StorageObstacle.of(exchange, miss.body());
    if (obstacle.isEmpty()) {
      return fills.answer(miss, settled, () -> isLacking(miss.lookup()), watch);
    }
    try {
      return passThrough.exchange(
          exchange,
          miss.body().handedOver(),
          pastStore(miss, obstacle),
          answer -> heads.observe(miss, answer),
          StorageObstacle.isPrecondition(exchange)
              ? passThrough.plainFailures(exchange)
              : fills.failuresOf(miss),
          watch);
    } catch (IOException e) {
      miss.body().close();
      return responses.problem(exchange, Problems.contentLost());
    }
  }

  private boolean isLacking(CacheLookup lookup) {
    return !(ModePolicy.decide(lookup, store.candidates(lookup.key()), clock.instant())
        instanceof CacheDecision.ServeStored);
  }
}
