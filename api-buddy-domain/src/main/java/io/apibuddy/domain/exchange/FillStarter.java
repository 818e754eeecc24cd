package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ConditionalRequestFactory;
import io.apibuddy.domain.cache.RangeEvaluator;
import io.apibuddy.domain.cache.RangeSelection;
import io.apibuddy.domain.cache.VaryMatcher;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.throttle.ThrottledException;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers from fills: joins the one in flight for an equal request, or starts one. Safe for
 * concurrent use.
 */
final class FillStarter {

  /** What a stale response may stand in for (RFC 5861 section 4), the upstream's throttle too. */
  private static final Set<Integer> FAILURES = Set.of(429, 500, 502, 503, 504);

  /** What a waiter allows a fill beyond the fill's own deadlines. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** In place of {@link #settledCount}: the store was asked again already, that is enough. */
  static final long WHATEVER_SETTLED = -1;

  private final RequestCollapser collapser;
  private final Executor executor;
  private final ByteBudget spoolBudget;
  private final UpstreamCalls calls;
  private final GuardedResponseStore store;
  private final Responses responses;
  private final InstantSource clock;

  FillStarter(
      RequestCollapser collapser,
      Executor executor,
      ByteBudget spoolBudget,
      UpstreamCalls calls,
      GuardedResponseStore store,
      Responses responses,
      InstantSource clock) {
    this.collapser = collapser;
    this.executor = executor;
    this.spoolBudget = spoolBudget;
    this.calls = calls;
    this.store = store;
    this.responses = responses;
    this.clock = clock;
  }

  /** Returns how many fills have settled; to be asked before the store is. */
  long settledCount() {
    return collapser.settledCount();
  }

  /** Gives up everything in flight. */
  void cancelAll() {
    collapser.cancelAll();
  }

  /**
   * Answers a request that the store could not answer.
   *
   * @param settled {@link #settledCount} before the store was asked, or {@link #WHATEVER_SETTLED}
   * @param storedByNow asks the store again, for a fill may have settled in the meantime
   * @return the answer; null if the store has it by now
   */
  @Nullable ProxyResponse answer(
      Miss miss, long settled, BooleanSupplier storedByNow, ClientWatch watch)
      throws InterruptedException {
    Fill fill = fillForClient(miss);
    boolean whole = RangeEvaluator.fields(miss.lookup().headers()).isEmpty();
    if (whole && miss.lookup().cache().coalesce() && miss.exchange().wishes().mayReuse()) {
      RequestCollapser.Place place = collapser.joinOrLead(fill);
      if (place != null) {
        return follow(miss, place, watch);
      }
      boolean recheck = settled != WHATEVER_SETTLED && collapser.settledCount() != settled;
      if (recheck && storedByNow.getAsBoolean()) {
        fill.supersede();
        return null;
      }
    }
    return lead(miss, fill, watch);
  }

  /** Fetches anew what was used stale, unless that is under way; nobody waits for it. */
  void refresh(Miss miss) {
    Fill fill = fill(miss, Headers.EMPTY, Headers.EMPTY, interim -> {});
    if (collapser.lead(fill)) {
      start(fill);
    } else {
      miss.body().close();
    }
  }

  private @Nullable ProxyResponse lead(Miss miss, Fill fill, ClientWatch watch)
      throws InterruptedException {
    SpoolReader reader = fill.join();
    start(fill);
    if (reader == null) {
      throw new IllegalStateException("a fill that has not begun can be joined");
    }
    return wait(miss, fill, reader, watch, head -> live(miss, head, reader));
  }

  private @Nullable ProxyResponse follow(Miss miss, RequestCollapser.Place place, ClientWatch watch)
      throws InterruptedException {
    boolean[] alone = new boolean[1];
    ProxyResponse shared =
        wait(
            miss,
            place.fill(),
            place.reader(),
            watch,
            head -> {
              alone[0] = !mayShare(head, miss.lookup());
              return alone[0] ? null : shared(miss, head, place.reader());
            });
    if (shared != null) {
      miss.body().close();
      return shared;
    }
    place.reader().close();
    if (!alone[0]) {
      return null;
    }
    return lead(miss, fillForClient(miss), watch);
  }

  private static boolean mayShare(FillHead head, CacheLookup lookup) {
    StoredResponse confirmed = head.confirmed();
    return confirmed != null
        ? VaryMatcher.matches(confirmed, lookup)
        : head.storability().shareable()
            && VaryMatcher.nominated(head.live().headers(), lookup).equals(head.nominated());
  }

  /** In {@code http} policy the upstream evaluates what is not evaluated here. */
  private Fill fillForClient(Miss miss) {
    Headers request =
        miss.lookup().cache().policy() == CachePolicy.HTTP
            ? miss.lookup().headers()
            : Headers.EMPTY;
    return fill(
        miss,
        ConditionalRequestFactory.conditions(request),
        RangeEvaluator.fields(request),
        miss.exchange().request()::interim);
  }

  private Fill fill(Miss miss, Headers received, Headers range, Consumer<ResponseHead> onInterim) {
    Exchange exchange = miss.exchange();
    CacheConfiguration cache = miss.lookup().cache();
    UpstreamTimeouts timeouts = exchange.target().route().configuration().timeouts();
    return new Fill(
        miss.lookup(),
        exchange.target().upstream().path(),
        new WholeFetch(calls, miss, onInterim),
        new Revalidation(miss.decision().confirmable(), received, range, cache, store),
        new EntryDrafts(cache, miss.digest()),
        store,
        clock,
        new Spool(spoolBudget, timeouts.idle().plus(MARGIN)),
        head -> calls.invalidate(exchange, head),
        collapser::settle,
        miss.body()::close);
  }

  private void start(Fill fill) {
    collapser.begin(fill);
    try {
      executor.execute(
          () -> {
            try {
              fill.run();
            } finally {
              collapser.end(fill);
            }
          });
    } catch (RejectedExecutionException | OutOfMemoryError e) { // no place, or no thread for one
      fill.refuse();
      collapser.end(fill);
    }
  }

  /** Makes an answer of a fill's head. */
  @FunctionalInterface
  private interface Answer {
    @Nullable ProxyResponse of(FillHead head);
  }

  private @Nullable ProxyResponse wait(
      Miss miss, Fill fill, SpoolReader reader, ClientWatch watch, Answer answer)
      throws InterruptedException {
    Exchange exchange = miss.exchange();
    UpstreamTimeouts timeouts = exchange.target().route().configuration().timeouts();
    Duration turn = exchange.target().route().configuration().throttle().maxWait();
    long patience = turn.plus(timeouts.connect()).plus(timeouts.response()).plus(MARGIN).toNanos();
    try {
      Optional<FillHead> head = watch.during(() -> fill.awaitHead(patience));
      if (head.isEmpty()) {
        return null;
      }
      watch.onLeaving(reader::close);
      return answer.of(head.get());
    } catch (UpstreamException e) {
      reader.close();
      ProxyResponse standIn = standIn(miss, 0);
      return standIn != null ? standIn : responses.problem(exchange, failure(miss, e));
    } catch (ThrottledException e) {
      reader.close();
      ProxyResponse standIn = standIn(miss, 0);
      return standIn != null ? standIn : responses.throttled(exchange, e.refusal());
    } catch (NotRecordedException e) {
      reader.close();
      return responses.problem(exchange, Problems.notRecorded());
    } catch (ClientWatch.ClientGoneException e) {
      reader.close();
      return responses.problem(exchange, Problems.clientGone());
    } catch (InterruptedException e) {
      reader.close();
      throw e;
    }
  }

  private static Problem failure(Miss miss, UpstreamException e) {
    String host = miss.exchange().target().route().origin().getHost();
    Problem problem = Problems.upstream(e, host);
    return miss.decision().mustRevalidate() ? Problems.notValidated(problem) : problem;
  }

  private @Nullable ProxyResponse live(Miss miss, FillHead head, SpoolReader reader) {
    CacheStatus status =
        CacheStatus.forwarded(
            CacheOutcome.MISS,
            miss.reason(),
            head.live().status(),
            head.staged(),
            detail(miss, head));
    return answer(miss, head, head.live(), reader, status);
  }

  private @Nullable ProxyResponse shared(Miss miss, FillHead head, SpoolReader reader) {
    CacheStatus status =
        CacheStatus.collapsed(
            miss.reason(), head.shared().status(), head.staged(), detail(miss, head));
    return answer(miss, head, head.shared(), reader, status);
  }

  /** Returns null if the store has to be asked again. */
  private @Nullable ProxyResponse answer(
      Miss miss, FillHead head, ResponseHead shown, SpoolReader reader, CacheStatus status) {
    StoredResponse confirmed = head.confirmed();
    if (confirmed != null) {
      reader.close();
      return fromStore(miss, confirmed, CacheStatus.revalidated(miss.reason()));
    }
    ProxyResponse standIn =
        FAILURES.contains(shown.status()) ? standIn(miss, shown.status()) : null;
    if (standIn != null) {
      reader.close();
      return standIn;
    }
    return responses.forwarded(miss.exchange(), shown, head.version(), body(head, reader), status);
  }

  /** Returns the stale response that may be used in place of a failure, null if there is none. */
  private @Nullable ProxyResponse standIn(Miss miss, int status) {
    StoredResponse stale = miss.stale();
    return stale == null
        ? null
        : fromStore(miss, stale, CacheStatus.staleOnError(miss.reason(), status));
  }

  private @Nullable ProxyResponse fromStore(Miss miss, StoredResponse stored, CacheStatus status) {
    RangeSelection range =
        RangeEvaluator.select(miss.exchange().head().method(), miss.lookup().headers(), stored);
    return store
        .body(stored, range)
        .map(
            body -> responses.stored(miss.exchange(), stored, range, body, status, clock.instant()))
        .orElse(null);
  }

  private static String detail(Miss miss, FillHead head) {
    boolean lost = head.storability().storable() && !head.staged();
    String notStored = lost ? "store-unavailable" : head.storability().detail();
    boolean refreshed = miss.lookup().cache().mode() == CacheMode.REFRESH;
    return refreshed && notStored.isEmpty() ? "refresh" : notStored;
  }

  private static Body body(FillHead head, SpoolReader reader) {
    if (head.live().status() == 204) {
      reader.close();
      return Body.EMPTY;
    }
    return Body.Stream.of(reader, head.length());
  }
}
