package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.AgeCalculator;
import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.domain.cache.HttpDate;
import io.apibuddy.domain.cache.PreconditionEvaluator;
import io.apibuddy.domain.cache.RangeSelection;
import io.apibuddy.domain.cache.RecordedCredential;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.content.BodyWithTrailers;
import io.apibuddy.domain.problem.AccessProblems;
import io.apibuddy.domain.problem.Problem;
import io.apibuddy.domain.problem.Problems;
import io.apibuddy.domain.throttle.Refusal;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.event.CacheOutcome;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Makes the responses that exchanges end with, and reports each end. Safe for concurrent use. */
final class Responses {
  private final ResponseAssembler assembler;
  private final Observer observer;
  private final ThrottleNotices refusals;
  private final InstantSource clock;

  Responses(
      ResponseAssembler assembler,
      Observer observer,
      ThrottleNotices refusals,
      InstantSource clock) {
    this.assembler = assembler;
    this.observer = observer;
    this.refusals = refusals;
    this.clock = clock;
  }

  /**
   * Answers from the store. A web page of another site is refused a response that answers requests
   * with any credentials, since it was recorded with the owner's.
   *
   * @param range the selected part of the stored response; ignored if the client already has it
   * @param body that part of its content
   */
  ProxyResponse stored(
      Exchange exchange,
      StoredResponse stored,
      RangeSelection range,
      Body body,
      CacheStatus status,
      Instant now) {
    if (RecordedCredential.isForAny(stored)
        && !exchange.configuration().admitsOriginOf(exchange.request())) {
      body.close();
      return problem(exchange, AccessProblems.foreignOrigin());
    }
    observer.hit(exchange, status.outcome(), () -> AgeCalculator.currentAge(stored, now));
    ResponseHead whole = assembler.hit(exchange, stored, status, now);
    ResponseHead sent = whole;
    if (isConditional(exchange) && isNotModified(exchange, whole, now)) {
      sent = ResponseAssembler.notModified(whole);
    } else if (range instanceof RangeSelection.Part part) {
      sent = ResponseAssembler.partial(whole, part);
    } else if (range instanceof RangeSelection.Unsatisfiable && whole.status() == 200) {
      sent = ResponseAssembler.unsatisfiable(whole, stored.length());
    }
    EntryCompletion completion = stored.completion();
    Headers trailers = completion.trailers();
    return !trailers.isEmpty() && sent.equals(whole) && takesTrailers(exchange, whole)
        ? finished(
            exchange,
            ResponseAssembler.unannounced(whole),
            new BodyWithTrailers(body, trailers),
            status,
            completion)
        : finished(exchange, sent, body, status, completion);
  }

  /**
   * Returns whether the client already has a stored response. In {@code ttl} policy {@code Date}
   * proves nothing: other responses of the same second, such as states of a job, may not have been
   * kept.
   */
  private static boolean isNotModified(Exchange exchange, ResponseHead whole, Instant now) {
    Headers request = exchange.head().headers();
    return exchange.cache().policy() == CachePolicy.TTL
        ? PreconditionEvaluator.notModified(request, whole, now)
        : PreconditionEvaluator.storedNotModified(request, whole, now);
  }

  /** Drops the remembered heads of hits; to be called about once a second. */
  void forgetStored() {
    assembler.forgetHits();
  }

  /**
   * Answers with the upstream's response.
   *
   * @param evaluated whether the request's own conditions were sent to the upstream, which has
   *     evaluated them
   */
  ProxyResponse forwarded(
      Exchange exchange,
      ResponseHead endToEnd,
      ProtocolVersion version,
      Body body,
      CacheStatus status,
      boolean evaluated) {
    ForwardReason reason = status.forward();
    observer.miss(exchange, status.outcome(), reason == null ? ForwardReason.URI_MISS : reason);
    ResponseHead whole = announced(assembler.forwarded(exchange, endToEnd, version, status), body);
    boolean notModified =
        !evaluated
            && isConditional(exchange)
            && PreconditionEvaluator.notModified(
                exchange.head().headers(), whole, exchange.stamp().startedAt());
    ResponseHead sent = notModified ? ResponseAssembler.notModified(whole) : whole;
    return finished(exchange, sent, body, status, EntryCompletion.PLAIN);
  }

  /** Adds the length of content that came in chunks but is all in memory. */
  private static ResponseHead announced(ResponseHead head, Body body) {
    boolean inMemory = body instanceof Body.Bytes && body.length() > 0;
    if (!inMemory || head.headers().contains("Content-Length")) {
      return head;
    }
    String length = Long.toString(body.length());
    return head.withHeaders(head.headers().toBuilder().add("Content-Length", length).build());
  }

  /** Returns a consumer that passes interim responses on to the client. */
  Consumer<ResponseHead> interim(Exchange exchange) {
    return head -> {
      if (head.status() >= 200 || head.status() == 101) { // clients take what follows for content
        throw new IllegalArgumentException("response " + head.status() + " given as interim");
      }
      exchange.request().interim(assembler.interim(exchange, head));
    };
  }

  /** Answers with an error of the proxy. */
  ProxyResponse problem(ReportedRequest reported, Problem problem) {
    return problem(reported, problem, CacheOutcome.NONE);
  }

  /** Answers a request for which the upstream may not be asked now. */
  ProxyResponse throttled(Exchange exchange, Refusal refusal) {
    observer.throttled(exchange, refusal.retryAfter());
    String limitsKey = exchange.target().route().configuration().throttle().limitsKey();
    Problem problem = Problems.throttled(refusal, limitsKey, clock.instant());
    refusals.refused(exchange.alias(), refusal, problem.detail());
    return problem(exchange, problem, CacheOutcome.THROTTLED);
  }

  private ProxyResponse problem(ReportedRequest reported, Problem problem, CacheOutcome outcome) {
    byte[] json =
        problem.json(reported.stamp().id(), reported.alias()).getBytes(StandardCharsets.US_ASCII);
    Headers.Builder headers =
        Headers.builder()
            .add("Date", HttpDate.format(clock.instant()))
            .add("Content-Type", "application/problem+json")
            .add("Content-Length", Integer.toString(json.length))
            .add("Cache-Control", "no-store")
            .add("X-API-Buddy-Error", problem.errorCode())
            .addAll(problem.headers());
    if (!problem.worthRetrying()) {
      headers.add("X-Should-Retry", "false");
    }
    if (reported instanceof Exchange exchange) {
      addCorsFields(exchange, headers);
    }
    return new ExchangeResponse(
        observer,
        reported,
        new ResponseHead(problem.status(), headers.build()),
        reported.method().equals("HEAD") ? Body.EMPTY : new Body.Bytes(json),
        outcome,
        problem.errorCode(),
        EntryCompletion.PLAIN);
  }

  /** Lets a web page that may use the mapping read the error, which tells it the reason. */
  private static void addCorsFields(Exchange exchange, Headers.Builder headers) {
    String origin = exchange.request().head().headers().first("Origin");
    if (origin != null && exchange.configuration().admitsOriginOf(exchange.request())) {
      headers
          .add("Access-Control-Allow-Origin", origin)
          .add("Access-Control-Expose-Headers", "*")
          .add("Vary", "Origin");
    }
  }

  /** Answers with a resource of the proxy's own. */
  ProxyResponse admin(ReportedRequest reported, AdminResponse answer) {
    Headers.Builder headers =
        answer.headers().toBuilder().set("Date", HttpDate.format(clock.instant()));
    if (!answer.headers().contains("Cache-Control")) {
      headers.add("Cache-Control", "no-store");
    }
    if (answer.body().length() >= 0 && answer.status() != 204) {
      headers.add("Content-Length", Long.toString(answer.body().length()));
    }
    Body body = answer.body();
    if (reported.method().equals("HEAD")) {
      body.close();
      body = Body.EMPTY;
    }
    return new ExchangeResponse(
        observer,
        reported,
        new ResponseHead(answer.status(), headers.build()),
        body,
        CacheOutcome.NONE,
        null,
        EntryCompletion.PLAIN);
  }

  private ProxyResponse finished(
      Exchange exchange, ResponseHead sent, Body body, CacheStatus status, EntryCompletion stored) {
    boolean empty = sent.status() == 304 || exchange.method().equals("HEAD");
    Body content = body;
    if (empty) {
      body.close();
      content = Body.EMPTY;
    }
    return new ExchangeResponse(observer, exchange, sent, content, status.outcome(), null, stored);
  }

  /** Returns whether a response may have trailers, which need a last chunk. */
  private static boolean takesTrailers(Exchange exchange, ResponseHead head) {
    return exchange.head().version() == ProtocolVersion.HTTP_1_1
        && !exchange.method().equals("HEAD")
        && head.status() != 304;
  }

  /** Returns whether the request has a condition that applies to its method. */
  private static boolean isConditional(Exchange exchange) {
    String method = exchange.method();
    return (method.equals("GET") || method.equals("HEAD"))
        && PreconditionEvaluator.isConditional(exchange.head().headers());
  }
}
