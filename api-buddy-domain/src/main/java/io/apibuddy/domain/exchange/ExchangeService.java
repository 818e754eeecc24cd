package io.apibuddy.domain.exchange;

import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.domain.config.StoreBounds;
import io.apibuddy.domain.intake.AccessCheck;
import io.apibuddy.domain.intake.ActiveConfiguration;
import io.apibuddy.domain.intake.EvaluatedHead;
import io.apibuddy.domain.intake.HeadFacts;
import io.apibuddy.domain.intake.Intake;
import io.apibuddy.domain.problem.AccessProblems;
import io.apibuddy.domain.problem.Problem;
import io.apibuddy.domain.problem.Problems;
import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.security.KeyReading;
import io.apibuddy.domain.throttle.WaitingRoom;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ExchangeHandler;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.Rejection;
import io.apibuddy.ports.http.RequestHead;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Handles exchanges: checks whether a request may pass and where it leads, and has it answered
 * there. Safe for concurrent use.
 */
public final class ExchangeService implements ExchangeHandler, AutoCloseable {

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
      return parts.mapped.answer(prepared.exchange(), prepared.digest());
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
        ? parts.mapped.answer(new Exchange(admitted.request(), mapped.facts(), stamp), null)
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
    ProxyRequest admitted = AccessCheck.admitted(request, head.reading()).request();
    Exchange.Stamp stamp = parts.stamp(admitted.head().headers());
    Exchange exchange = new Exchange(admitted, head.facts(), stamp);
    return parts.mapped.answerFromMemory(request, exchange, content, head.lookups());
  }

  @Override
  public Optional<CompletableFuture<ProxyResponse>> handleAsync(ProxyRequest request) {
    PreparedExchange prepared = PreparedExchange.of(request);
    return prepared != null && request.body() instanceof Body.Bytes content
        ? parts.mapped.begin(prepared, content)
        : Optional.empty();
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

  /** Returns the path of a target that led nowhere. Its query may hold anything and is left out. */
  private static String shown(String target) {
    return RequestTarget.pathOf(target);
  }
}
