package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ConditionalRequestFactory;
import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.cache.RangeEvaluator;
import io.apibuddy.domain.cache.VaryMatcher;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.content.Spool;
import io.apibuddy.domain.content.SpoolReader;
import io.apibuddy.domain.fill.EntryDrafts;
import io.apibuddy.domain.fill.Fill;
import io.apibuddy.domain.fill.FillHead;
import io.apibuddy.domain.fill.Handover;
import io.apibuddy.domain.fill.NotRecordedException;
import io.apibuddy.domain.fill.RequestCollapser;
import io.apibuddy.domain.fill.RequestCollapser.Group;
import io.apibuddy.domain.fill.Revalidation;
import io.apibuddy.domain.problem.Problems;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.domain.throttle.ThrottledException;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.memory.ByteBudget;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers cache misses by fills: joins the fill in flight for an equal request, or starts one. Safe
 * for concurrent use.
 */
final class FillStarter {

  /** How much longer than a fill's own time-outs its readers wait. */
  private static final Duration TIMEOUT_MARGIN = Duration.ofSeconds(5);

  /** In place of {@link #settledCount}: the store was asked again already, and that is enough. */
  static final long ALREADY_RECHECKED = -1;

  /** How often a request tries to join a fill: once more after one whose answer is not for it. */
  private static final int MAX_ATTEMPTS = 2;

  private final RequestCollapser collapser;
  private final Executor executor;
  private final ByteBudget spoolBudget;
  private final UpstreamCalls calls;
  private final Invalidator invalidator;
  private final GuardedResponseStore store;
  private final Responses responses;
  private final FillAnswers answers;
  private final InstantSource clock;

  FillStarter(
      RequestCollapser collapser,
      Executor executor,
      ByteBudget spoolBudget,
      UpstreamCalls calls,
      Invalidator invalidator,
      GuardedResponseStore store,
      StoredBodies bodies,
      Responses responses,
      NoStoreNotices noStore,
      InstantSource clock) {
    this.collapser = collapser;
    this.executor = executor;
    this.spoolBudget = spoolBudget;
    this.calls = calls;
    this.invalidator = invalidator;
    this.store = store;
    this.responses = responses;
    this.answers = new FillAnswers(bodies, responses, noStore, clock);
    this.clock = clock;
  }

  /** Returns how many fills have settled; to be read before the store is asked. */
  long settledCount() {
    return collapser.settledCount();
  }

  /** Cancels all fills in flight. */
  void cancelAll() {
    collapser.cancelAll();
  }

  /**
   * Answers a request that the store could not answer.
   *
   * @param settled {@link #settledCount} before the store was asked, or {@link #ALREADY_RECHECKED}
   * @param stillLacking asks the store again, for a fill may have settled in the meantime
   * @return the answer; null if the store has it by now
   */
  @Nullable ProxyResponse answer(
      Miss miss, long settled, BooleanSupplier stillLacking, ClientWatch watch)
      throws InterruptedException {
    @Nullable Group group = mayBeShared(miss) ? group(miss) : null;
    for (int turn = 0; turn < MAX_ATTEMPTS && group != null; turn++) {
      Fill fill = fillForClient(miss, group);
      SpoolReader reader = firstReader(fill);
      RequestCollapser.JoinedFill joined = collapser.joinOrLead(fill);
      if (joined == null) {
        return isNeeded(fill, settled, stillLacking) ? lead(miss, fill, reader, watch) : null;
      }
      FollowResult followed = follow(miss, joined, watch);
      if (!followed.alone()) {
        return followed.answer();
      }
      group = followed.others();
    }
    Fill alone = fillForClient(miss, group(miss));
    return lead(miss, alone, firstReader(alone), watch);
  }

  /** Joins before others can find the fill: one that joins and leaves must not end it. */
  private static SpoolReader firstReader(Fill fill) {
    return Objects.requireNonNull(fill.join(), "it has not begun");
  }

  /** Returns whether the store still lacks the answer; withdraws the fill if it does not. */
  private boolean isNeeded(Fill fill, long settled, BooleanSupplier stillLacking) {
    boolean needed = false;
    try {
      needed = !hasSettledSince(settled) || stillLacking.getAsBoolean();
    } finally {
      if (!needed) {
        fill.withdraw();
      }
    }
    return needed;
  }

  /**
   * Returns the requests that may share the fetch: if the upstream evaluates conditions, those with
   * equal ones; for a recording, those with the same credentials, which its key leaves out.
   */
  private static Group group(Miss miss) {
    CacheLookup lookup = miss.lookup();
    Headers conditions = conditions(miss);
    return new Group(
        lookup.key(),
        lookup.credential().isEmpty()
            ? conditions
            : conditions.toBuilder().add("Credential", lookup.credential()).build());
  }

  /**
   * Begins to answer a request with its content in memory for which nothing is stored. No thread
   * waits for the upstream. Has no effect if one would have to: at a limit, to join a fill, or to
   * look for entries that the answer replaces.
   *
   * @param settled {@link #settledCount} before the store was asked
   * @param stillLacking asks the store again, for a fill may have settled in the meantime
   * @return false if {@link #answer} has to be called
   */
  boolean begin(
      Miss miss,
      long settled,
      BooleanSupplier stillLacking,
      ClientWatch watch,
      PendingAnswer answer) {
    if (isUnwanted(miss) && collapser.mayYetStore(miss.lookup().key())) {
      return false; // the answer must replace what a fill in flight may have stored by then
    }
    Fill fill = fillForClient(miss, group(miss));
    SpoolReader reader = firstReader(fill);
    boolean shared = mayBeShared(miss);
    if (shared && !collapser.lead(fill)) {
      return false;
    }
    boolean begins = false;
    try {
      boolean lacking = !shared || !hasSettledSince(settled) || stillLacking.getAsBoolean();
      begins = lacking && calls.admitAtOnce(miss.exchange(), miss.body());
    } finally {
      if (!begins) {
        fill.withdraw(); // requests that joined meanwhile ask the store, then the upstream
      }
    }
    if (!begins) {
      return false;
    }
    watch.onClientGone(
        () -> {
          reader.close();
          answer.give(() -> responses.problem(miss.exchange(), Problems.clientGone()));
        });
    collapser.begin(fill);
    fill.leadAsync(executor, () -> answer.give(() -> asyncAnswer(miss, fill, reader, watch)));
    return true;
  }

  private ProxyResponse asyncAnswer(Miss miss, Fill fill, SpoolReader reader, ClientWatch watch) {
    FillHead head;
    try {
      head = fill.knownHead().orElseThrow();
    } catch (UpstreamException e) {
      reader.close();
      return answers.failed(miss, e);
    }
    watch.onClientGone(reader::close);
    return Objects.requireNonNull(answers.live(miss, head, reader), "nothing stored stands in");
  }

  /** Returns the answers to failures of a request that goes past the store. */
  PassThrough.FailureAnswers failuresOf(Miss miss) {
    return answers.failuresOf(miss);
  }

  /** Starts a background fill for a response that was used stale, unless one is in flight. */
  void refresh(Miss miss) {
    Group all = new Group(miss.lookup().key(), Headers.EMPTY);
    Fill fill = fill(miss, all, Headers.EMPTY, Headers.EMPTY, interim -> {});
    if (!collapser.lead(fill)) {
      miss.body().close();
      return;
    }
    collapser.begin(fill);
    if (!Handover.to(executor, fill)) {
      fill.refuse();
    }
  }

  private static boolean mayBeShared(Miss miss) {
    return RangeEvaluator.fields(miss.lookup().headers()).isEmpty()
        && miss.lookup().cache().coalesce()
        && miss.exchange().directives().mayReuse();
  }

  private boolean hasSettledSince(long settled) {
    return settled != ALREADY_RECHECKED && collapser.settledCount() != settled;
  }

  private @Nullable ProxyResponse lead(Miss miss, Fill fill, SpoolReader reader, ClientWatch watch)
      throws InterruptedException {
    watch.onClientGone(reader::close);
    collapser.begin(fill);
    fill.lead(executor);
    if (Thread.interrupted()) {
      reader.close();
      throw new InterruptedException();
    }
    return awaitAnswer(miss, fill, reader, watch, head -> answers.live(miss, head, reader));
  }

  /**
   * The outcome of joining a fill.
   *
   * @param answer null if there is none and the store has to be asked again
   * @param alone whether the fill's answer is not for this request
   * @param others the group of requests that may share another answer with this one, null if
   *     unknown
   */
  private record FollowResult(
      @Nullable ProxyResponse answer, boolean alone, @Nullable Group others) {}

  private FollowResult follow(Miss miss, RequestCollapser.JoinedFill joined, ClientWatch watch)
      throws InterruptedException {
    AtomicReference<@Nullable FillHead> refused = new AtomicReference<>();
    ProxyResponse shared =
        awaitAnswer(
            miss,
            joined.fill(),
            joined.reader(),
            watch,
            head -> {
              Instant arrivedAt = miss.exchange().stamp().startedAt();
              if (!head.mayBeSharedWith(miss.lookup(), arrivedAt)) {
                refused.set(head);
                return null;
              }
              return answers.shared(miss, head, joined.reader());
            });
    if (shared != null) {
      miss.body().close();
      return new FollowResult(shared, false, null);
    }
    joined.reader().close();
    FillHead head = refused.get();
    return new FollowResult(null, head != null, head == null ? null : othersLike(miss, head));
  }

  /**
   * Returns the group of requests that what the answer varies on does not tell apart from this one,
   * null if it varies on nothing or is for one client only.
   */
  private static @Nullable Group othersLike(Miss miss, FillHead head) {
    Set<String> names = VaryMatcher.names(head.live().headers());
    if (names.isEmpty() || !head.isForOthers()) {
      return null;
    }
    Headers nominated = VaryMatcher.nominated(head.live().headers(), miss.lookup());
    return new Group(
        miss.lookup().key(), nominated.toBuilder().add("Vary", String.join(",", names)).build());
  }

  private Fill fillForClient(Miss miss, Group group) {
    return fill(miss, group, conditions(miss), range(miss), responses.interim(miss.exchange()));
  }

  private static Headers conditions(Miss miss) {
    return miss.upstreamEvaluates()
        ? ConditionalRequestFactory.conditions(miss.lookup().headers())
        : Headers.EMPTY;
  }

  /** In {@code http} policy a part is stored as a part, but a recording is never a part. */
  private static Headers range(Miss miss) {
    CacheConfiguration cache = miss.lookup().cache();
    boolean kept = cache.policy() == CachePolicy.HTTP && cache.mode() != CacheMode.RECORD;
    return kept ? RangeEvaluator.fields(miss.lookup().headers()) : Headers.EMPTY;
  }

  private Fill fill(
      Miss miss, Group group, Headers received, Headers range, Consumer<ResponseHead> onInterim) {
    Exchange exchange = miss.exchange();
    CacheConfiguration cache = miss.lookup().cache();
    UpstreamTimeouts timeouts = exchange.target().route().configuration().timeouts();
    return new Fill(
        miss.lookup(),
        group,
        new WholeFetch(calls, invalidator, miss, onInterim),
        new Revalidation(
            miss.decision().confirmable(),
            received,
            range,
            miss.lookup(),
            miss.hasBetterThanErrors(),
            isUnwanted(miss),
            store),
        new EntryDrafts(cache, miss.digest()),
        store,
        clock,
        new Spool(spoolBudget, timeouts.idle().plus(TIMEOUT_MARGIN)),
        collapser,
        ended -> {
          miss.body().close();
          collapser.end(ended);
        });
  }

  /** Returns whether what is stored has expired, or the request does not accept it. */
  private static boolean isUnwanted(Miss miss) {
    return miss.reason() == ForwardReason.STALE || miss.reason() == ForwardReason.REQUEST;
  }

  /** Makes the answer once a fill's head is known. */
  @FunctionalInterface
  private interface Answer {
    @Nullable ProxyResponse of(FillHead head);
  }

  private @Nullable ProxyResponse awaitAnswer(
      Miss miss, Fill fill, SpoolReader reader, ClientWatch watch, Answer answer)
      throws InterruptedException {
    Exchange exchange = miss.exchange();
    UpstreamTimeouts timeouts = exchange.target().route().configuration().timeouts();
    Duration turn = exchange.target().route().configuration().throttle().maxWait();
    Duration longest = turn.plus(timeouts.connect()).plus(timeouts.response()).plus(TIMEOUT_MARGIN);
    long timeout = TimeUnit.NANOSECONDS.convert(longest); // at most the greatest long
    try {
      Optional<FillHead> head = watch.during(() -> fill.awaitHead(timeout));
      if (head.isEmpty()) {
        return null;
      }
      watch.onClientGone(reader::close);
      return answer.of(head.get());
    } catch (UpstreamException e) {
      reader.close();
      return answers.failed(miss, e);
    } catch (ThrottledException e) {
      reader.close();
      return answers.throttled(miss, e.refusal());
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
}
