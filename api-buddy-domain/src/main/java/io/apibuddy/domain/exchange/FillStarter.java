package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.cache.VaryMatcher;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers from fills: joins the one in flight for an equal request, or starts one. Safe for
 * concurrent use.
 */
final class FillStarter {

  /** What a waiter allows a fill beyond the fill's own deadlines. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** In place of {@link #settledCount}: the store was asked again already, that is enough. */
  static final long WHATEVER_SETTLED = -1;

  private final RequestCollapser collapser = new RequestCollapser();
  private final Executor executor;
  private final ByteBudget spoolBudget;
  private final UpstreamCalls calls;
  private final GuardedResponseStore store;
  private final Responses responses;
  private final InstantSource clock;

  FillStarter(
      Executor executor,
      ByteBudget spoolBudget,
      UpstreamCalls calls,
      GuardedResponseStore store,
      Responses responses,
      InstantSource clock) {
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
      Exchange exchange,
      CacheLookup lookup,
      BodyDigest digest,
      BufferedBody body,
      ForwardReason reason,
      long settled,
      BooleanSupplier storedByNow,
      ClientWatch watch)
      throws InterruptedException {
    Fill fill = fill(exchange, lookup, digest, body);
    if (cache(exchange).coalesce() && exchange.wishes().mayReuse()) {
      RequestCollapser.Place place = collapser.joinOrLead(fill);
      if (place != null) {
        return follow(exchange, lookup, digest, body, reason, place, watch);
      }
      boolean recheck = settled != WHATEVER_SETTLED && collapser.settledCount() != settled;
      if (recheck && storedByNow.getAsBoolean()) {
        fill.supersede();
        return null;
      }
    }
    return lead(exchange, fill, reason, watch);
  }

  private ProxyResponse lead(Exchange exchange, Fill fill, ForwardReason reason, ClientWatch watch)
      throws InterruptedException {
    SpoolReader reader = fill.join();
    start(fill);
    if (reader == null) {
      throw new IllegalStateException("a fill that has not begun can be joined");
    }
    return wait(exchange, fill, reader, watch, head -> live(exchange, head, reader, reason));
  }

  private @Nullable ProxyResponse follow(
      Exchange exchange,
      CacheLookup lookup,
      BodyDigest digest,
      BufferedBody body,
      ForwardReason reason,
      RequestCollapser.Place place,
      ClientWatch watch)
      throws InterruptedException {
    boolean[] alone = new boolean[1];
    ProxyResponse shared =
        waitOrNull(
            exchange,
            place.fill(),
            place.reader(),
            watch,
            head -> {
              alone[0] = !mayShare(head, lookup);
              return alone[0] ? null : shared(exchange, head, place.reader(), reason);
            });
    if (shared != null) {
      body.close();
      return shared;
    }
    place.reader().close();
    if (!alone[0]) {
      return null;
    }
    return lead(exchange, fill(exchange, lookup, digest, body), reason, watch);
  }

  private static boolean mayShare(FillHead head, CacheLookup lookup) {
    return head.storability().shareable()
        && VaryMatcher.nominated(head.live().headers(), lookup).equals(head.nominated());
  }

  private Fill fill(Exchange exchange, CacheLookup lookup, BodyDigest digest, BufferedBody body) {
    CacheConfiguration cache = cache(exchange);
    UpstreamTimeouts timeouts = exchange.target().route().configuration().timeouts();
    return new Fill(
        lookup,
        cache,
        exchange.target().upstream().path(),
        () -> calls.fetchWhole(exchange, body),
        new EntryDrafts(cache.ttl(), digest),
        store,
        clock,
        new Spool(spoolBudget, timeouts.idle().plus(MARGIN)),
        head -> calls.invalidate(exchange, head),
        collapser::settle,
        body::close);
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

  private ProxyResponse wait(
      Exchange exchange, Fill fill, SpoolReader reader, ClientWatch watch, Answer answer)
      throws InterruptedException {
    ProxyResponse response = waitOrNull(exchange, fill, reader, watch, answer);
    if (response == null) {
      throw new IllegalStateException("a leading fill is never superseded");
    }
    return response;
  }

  private @Nullable ProxyResponse waitOrNull(
      Exchange exchange, Fill fill, SpoolReader reader, ClientWatch watch, Answer answer)
      throws InterruptedException {
    UpstreamTimeouts timeouts = exchange.target().route().configuration().timeouts();
    long patience = timeouts.connect().plus(timeouts.response()).plus(MARGIN).toNanos();
    try {
      Optional<FillHead> head = watch.during(() -> fill.awaitHead(patience));
      if (head.isEmpty()) {
        return null;
      }
      watch.onLeaving(reader::close);
      return answer.of(head.get());
    } catch (UpstreamException e) {
      reader.close();
      return responses.problem(
          exchange, Problems.upstream(e, exchange.target().route().origin().getHost()));
    } catch (ClientWatch.ClientGoneException e) {
      reader.close();
      return responses.problem(exchange, Problems.clientGone());
    } catch (InterruptedException e) {
      reader.close();
      throw e;
    }
  }

  private ProxyResponse live(
      Exchange exchange, FillHead head, SpoolReader reader, ForwardReason reason) {
    CacheStatus status =
        CacheStatus.forwarded(
            CacheOutcome.MISS, reason, head.live().status(), head.staged(), detail(head));
    return responses.forwarded(exchange, head.live(), head.version(), body(head, reader), status);
  }

  private ProxyResponse shared(
      Exchange exchange, FillHead head, SpoolReader reader, ForwardReason reason) {
    CacheStatus status =
        CacheStatus.collapsed(reason, head.shared().status(), head.staged(), detail(head));
    return responses.forwarded(exchange, head.shared(), head.version(), body(head, reader), status);
  }

  private static String detail(FillHead head) {
    boolean lost = head.storability().storable() && !head.staged();
    return lost ? "store-unavailable" : head.storability().detail();
  }

  private static Body body(FillHead head, SpoolReader reader) {
    if (head.live().status() == 204) {
      reader.close();
      return Body.EMPTY;
    }
    return Body.Stream.of(reader, head.length());
  }

  private static CacheConfiguration cache(Exchange exchange) {
    return exchange.target().route().configuration().cache();
  }
}
