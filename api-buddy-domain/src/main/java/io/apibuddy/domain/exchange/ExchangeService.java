package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.config.StoreBounds;
import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.domain.content.RequestBodies;
import io.apibuddy.domain.intake.AccessCheck;
import io.apibuddy.domain.intake.ActiveConfiguration;
import io.apibuddy.domain.intake.EvaluatedHead;
import io.apibuddy.domain.intake.HeadFacts;
import io.apibuddy.domain.intake.Intake;
import io.apibuddy.domain.intake.Lookups;
import io.apibuddy.domain.problem.AccessProblems;
import io.apibuddy.domain.problem.Problem;
import io.apibuddy.domain.problem.Problems;
import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.security.KeyReading;
import io.apibuddy.domain.throttle.WaitingRoom;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.Rejection;
import io.apibuddy.ports.http.RequestHead;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Handles exchanges: takes each request step by step to its response. Safe for concurrent use. */
public final class ExchangeService implements ExchangeHandler, AutoCloseable {

  /**
   * What {@link #handleImmediately} has worked out for a request that it could not answer. It is
   * attached to the request for the step that follows.
   *
   * @param digest the content's part of the cache key, null if it was not computed
   * @param lookups the request as the cache sees it, once for each key; empty without a digest
   */
  record PreparedExchange(
      Exchange exchange, @Nullable BodyDigest digest, List<CacheLookup> lookups) {

    /** Returns what is attached to a request, null if nothing is. */
    static @Nullable PreparedExchange of(ProxyRequest request) {
      return request.attachment() instanceof PreparedExchange prepared ? prepared : null;
    }
  }

  /** The longest content that {@link #handleImmediately} digests, in bytes. */
  private static final int MAX_IMMEDIATE_BODY = 32 << 10;

  private final ExchangeParts parts;
  private final Management management;
  private final WaitingRoom room = new WaitingRoom();
  private volatile ActiveConfiguration configuration;

  /**
   * Creates a service.
   *
   * @param collaborators the ports it runs on
   * @param configuration the first configuration
   */
  public ExchangeService(Collaborators collaborators, ProxyConfiguration configuration) {
    this.parts = new ExchangeParts(collaborators, configuration);
    this.configuration = new ActiveConfiguration(configuration, parts.secret, room);
    this.management = new Management(parts, () -> this.configuration);
  }

  /** Replaces the configuration. Exchanges in progress keep the configuration they began with. */
  public void reconfigure(ProxyConfiguration changed) {
    configuration = new ActiveConfiguration(changed, parts.secret, room);
  }

  @Override
  public ProxyResponse handle(ProxyRequest request) throws InterruptedException {
    PreparedExchange prepared = PreparedExchange.of(request);
    if (prepared != null) {
      return answer(prepared.exchange(), prepared.digest());
    }
    ActiveConfiguration active = configuration;
    AccessCheck.Result result = parts.accessCheck.check(request, active);
    if (result instanceof AccessCheck.Result.Refused refused) { // its path or fields may hold a key
      return refuse(request, describeWithoutPath(request), refused.problem(), active);
    }
    AccessCheck.Result.Admitted admitted = (AccessCheck.Result.Admitted) result;
    Exchange.Stamp stamp = parts.stamp(admitted.request().head().headers());
    Intake.Destination destination = parts.intake.admit(admitted, active);
    return destination instanceof Intake.Destination.Mapped mapped
        ? answer(new Exchange(admitted.request(), mapped.facts(), stamp), null)
        : answerUnmapped(request, admitted.request(), destination, active, stamp);
  }

  /**
   * Answers a request that goes to no mapping.
   *
   * @param admitted the request without its access key
   */
  private ProxyResponse answerUnmapped(
      ProxyRequest request,
      ProxyRequest admitted,
      Intake.Destination destination,
      ActiveConfiguration active,
      Exchange.Stamp stamp)
      throws InterruptedException {
    if (destination instanceof Intake.Destination.Admin admin) {
      return parts.administration.answer(
          admitted, admin.target(), active, stamp, () -> stillAdmits(request));
    }
    ReportedRequest reported = describe(admitted, destination, active, stamp);
    if (destination instanceof Intake.Destination.Refused refused) {
      return refuse(request, reported, refused.problem(), active);
    }
    AdminResponse allowed =
        AdminResponse.empty().with("Allow", Intake.METHODS); // Max-Forwards is 0
    return parts.responses.admin(reported, allowed);
  }

  /** Describes a request without its path and fields, which may hold a key. */
  private ReportedRequest describeWithoutPath(ProxyRequest request) {
    return new ReportedRequest.Unmapped(parts.stamp(Headers.EMPTY), request.head().method(), "-");
  }

  /**
   * Describes a request that is not passed on.
   *
   * @param admitted the request without its access key
   */
  private static ReportedRequest describe(
      ProxyRequest admitted,
      Intake.Destination destination,
      ActiveConfiguration active,
      Exchange.Stamp stamp) {
    if (destination instanceof Intake.Destination.Mapped mapped) {
      return new Exchange(admitted, mapped.facts(), stamp);
    }
    RequestHead head = admitted.head();
    String path = shown(head.target());
    if (destination instanceof Intake.Destination.Refused refused) {
      HeadFacts facts = refused.facts();
      if (facts != null) {
        return new Exchange(admitted, facts, stamp);
      }
      if (refused.problem().errorCode().equals(AccessProblems.ACCESS_DENIED)
          || active.accessKeys().mayBeginWithKey(head.target(), active.router())) {
        path = "-"; // it may hold a key that is mistyped or in the wrong place
      }
    }
    return new ReportedRequest.Unmapped(stamp, head.method(), path);
  }

  @Override
  public Optional<ProxyResponse> handleImmediately(ProxyRequest request) {
    if (!(request.body() instanceof Body.Bytes content) || content.length() > MAX_IMMEDIATE_BODY) {
      return Optional.empty();
    }
    EvaluatedHead head = parts.heads.read(request, configuration);
    if (head == null) {
      return Optional.empty();
    }
    HeadFacts facts = head.facts();
    ProxyRequest admitted = AccessCheck.admitted(request, head.reading()).request();
    Exchange exchange = new Exchange(admitted, facts, parts.stamp(admitted.head().headers()));
    BufferedBody body = BufferedBody.of(content);
    BodyDigest digest = digestAtOnce(exchange, body);
    List<CacheLookup> known = content.length() == 0 ? head.lookups() : null;
    List<CacheLookup> lookups =
        digest == null ? List.of() : known != null ? known : Lookups.of(facts, digest);
    Optional<ProxyResponse> hit =
        digest == null
            ? Optional.empty()
            : parts.cached.answerFromMemory(exchange, lookups, digest, body);
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
      return parts.digester.digest(body, exchange.facts());
    } catch (IOException e) { // handle() meets the same failure and reports it
      return null;
    }
  }

  @Override
  public Optional<CompletableFuture<ProxyResponse>> handleAsync(ProxyRequest request) {
    PreparedExchange prepared = PreparedExchange.of(request);
    if (prepared == null
        || request.head().method().equals("HEAD") // whose answer freshens a stored GET
        || !(request.body() instanceof Body.Bytes content)
        || !parts.calls.canBegin()) {
      return Optional.empty();
    }
    Exchange exchange = prepared.exchange();
    if (!mayUseStore(exchange) && exchange.directives().onlyIfCached()) {
      return Optional.empty(); // handle() refuses it
    }
    PendingAnswer answer = new PendingAnswer();
    boolean begun =
        mayUseStore(exchange)
            ? begin(prepared, content, answer)
            : parts.passThrough.begin(exchange, content, pastStore(exchange), answer);
    return begun ? Optional.of(answer.response()) : Optional.empty();
  }

  private boolean begin(PreparedExchange prepared, Body.Bytes content, PendingAnswer answer) {
    BodyDigest digest = prepared.digest();
    BufferedBody body = digest == null ? null : parts.bodies.keep(content);
    if (digest == null || body == null) {
      return false;
    }
    boolean begun = false;
    try {
      begun = parts.cached.begin(prepared.exchange(), prepared.lookups(), digest, body, answer);
      return begun;
    } finally {
      if (!begun) {
        body.close();
      }
    }
  }

  @Override
  public ProxyResponse rejected(Rejection rejection) {
    ReportedRequest reported = new ReportedRequest.Unmapped(parts.stamp(Headers.EMPTY), "-", "-");
    return parts.responses.problem(reported, Problems.rejected(rejection));
  }

  /** Checks the access key first: a client without it learns nothing else. */
  @Override
  public ProxyResponse rejected(Rejection rejection, ProxyRequest request) {
    Problem problem = Problems.rejected(rejection);
    PreparedExchange prepared = PreparedExchange.of(request);
    if (prepared != null) {
      return parts.responses.problem(prepared.exchange(), problem);
    }
    ActiveConfiguration active = configuration;
    AccessCheck.Result result = parts.accessCheck.check(request, active);
    if (result instanceof AccessCheck.Result.Refused refused) {
      return refuse(request, describeWithoutPath(request), refused.problem(), active);
    }
    AccessCheck.Result.Admitted admitted = (AccessCheck.Result.Admitted) result;
    Exchange.Stamp stamp = parts.stamp(admitted.request().head().headers());
    Intake.Destination destination = parts.intake.admit(admitted, active);
    ReportedRequest reported = describe(admitted.request(), destination, active, stamp);
    return parts.responses.problem(reported, problem);
  }

  @Override
  public ProxyResponse rejected(Rejection rejection, ProxyResponse unsent) {
    return unsent instanceof ExchangeResponse response
        ? parts.responses.problem(response.withdraw(), Problems.rejected(rejection))
        : ExchangeHandler.super.rejected(rejection, unsent);
  }

  /** Flushes uses and counts and prunes the store, in bounded steps; for one thread at a time. */
  public void maintain() {
    ProxyConfiguration values = configuration.values();
    StoreBounds bounds = values.bounds();
    parts.responses.forgetStored();
    parts.upkeep.run(bounds, values.replaysAny());
    parts.journal.run(bounds.metricsRetention());
  }

  /** Returns the operations on the store and the limits. */
  public Management management() {
    return management;
  }

  /** Cancels the fills in flight and flushes what is not reported yet. */
  @Override
  public void close() {
    parts.fills.cancelAll();
    parts.upkeep.reportUses();
    parts.journal.report();
    parts.events.close();
  }

  private ProxyResponse answer(Exchange exchange, @Nullable BodyDigest known)
      throws InterruptedException {
    ClientWatch watch = new ClientWatch(exchange.request());
    if (!mayUseStore(exchange)) {
      if (exchange.directives().onlyIfCached()) {
        return parts.responses.problem(exchange, Problems.nothingStored());
      }
      return passOn(exchange, exchange.request().body(), pastStore(exchange), watch);
    }
    try {
      return answerByStore(exchange, known, watch);
    } catch (IOException e) {
      return parts.responses.problem(exchange, Problems.unreadable(e));
    }
  }

  private ProxyResponse answerByStore(
      Exchange exchange, @Nullable BodyDigest known, ClientWatch watch)
      throws IOException, InterruptedException {
    RequestBodies.Reading reading =
        parts.bodies.read(exchange.request().body(), exchange.cache().maxKeyBodySize());
    BufferedBody body = reading.whole();
    if (body == null) {
      return answerWithoutKey(exchange, reading.rest(), reading.outOfRoom(), watch);
    }
    try {
      BodyDigest digest = known != null ? known : parts.digester.digest(body, exchange.facts());
      return digest == null
          ? answerWithoutKey(exchange, body.handedOver(), true, watch)
          : parts.cached.answer(exchange, digest, body, watch);
    } catch (IOException e) { // the body was received, but cannot be read back
      body.close();
      return parts.responses.problem(exchange, Problems.contentLost());
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
      return parts.responses.problem(exchange, refusal);
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
      parts.store.reportUnreadRecording();
      return Problems.noRoomToRecord();
    }
    return null;
  }

  private ProxyResponse passOn(Exchange exchange, Body body, Forwarding why, ClientWatch watch)
      throws InterruptedException {
    PassThrough passThrough = parts.passThrough;
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

  private ProxyResponse refuse(
      ProxyRequest request, ReportedRequest reported, Problem problem, ActiveConfiguration active) {
    parts.security.refused(problem, request.clientAddress(), active);
    return parts.responses.problem(reported, problem);
  }

  /** Returns whether a request to the proxy itself would still be admitted. Has no effect. */
  private boolean stillAdmits(ProxyRequest request) {
    ActiveConfiguration active = configuration;
    KeyReading reading = AccessCheck.readKeys(request.head(), active);
    return parts.accessCheck.recognizes(request.head(), reading, active)
        && parts.intake.admit(AccessCheck.admitted(request, reading), active)
            instanceof Intake.Destination.Admin;
  }

  private static boolean mayUseStore(Exchange exchange) {
    return exchange.cache().usesStoreFor(exchange.method());
  }

  /** Returns the path of a target that led nowhere. Its query may hold anything and is left out. */
  private static String shown(String target) {
    return RequestTarget.pathOf(target);
  }
}
