package io.apibuddy.ports.contract;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that needs no network: it reads and records every request, then answers by a script.
 * Safe for concurrent use.
 */
public final class FakeUpstream implements UpstreamClient {

  /** Decides the answer to a request; may wait at a {@link Gate}, or throw instead of answering. */
  @FunctionalInterface
  public interface Script {
    /** Answers one request, which was read before. */
    UpstreamAnswer answer(Received received) throws UpstreamException, InterruptedException;
  }

  /**
   * A request as it was received.
   *
   * @param request the request
   * @param content its complete body
   */
  public record Received(UpstreamRequest request, Body.Bytes content) {}

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final Script script;
  private volatile boolean closed;

  /** Creates an upstream that answers by {@code script}. */
  public FakeUpstream(Script script) {
    this.script = script;
  }

  /** Creates an upstream that always gives the same answer. */
  public FakeUpstream(UpstreamAnswer always) {
    this(anything -> always);
  }

  /** Creates an upstream that gives {@code first} once and {@code later} from then on. */
  public static FakeUpstream once(UpstreamAnswer first, UpstreamAnswer later) {
    AtomicBoolean asked = new AtomicBoolean();
    return new FakeUpstream(anything -> asked.getAndSet(true) ? later : first);
  }

  /** Creates an upstream that waits for the gate to open, then answers by {@code script}. */
  public static FakeUpstream behind(Gate gate, Script script) {
    return new FakeUpstream(
        received -> {
          gate.pass();
          return script.answer(received);
        });
  }

  /** Creates an upstream that waits for the gate to open, then always gives the same answer. */
  public static FakeUpstream behind(Gate gate, UpstreamAnswer always) {
    return behind(gate, anything -> always);
  }

  /** Returns a failure for a script to throw. */
  public static UpstreamException failure(
      UpstreamException.Kind kind, UpstreamException.RequestSent requestSent) {
    return new UpstreamException(kind, requestSent, "scripted failure", null);
  }

  @Override
  public UpstreamResponse send(UpstreamRequest request)
      throws UpstreamException, InterruptedException {
    if (closed) {
      throw failure(UpstreamException.Kind.CLOSED, UpstreamException.RequestSent.NO);
    }
    Received arrived = new Received(request, contentOf(request));
    received.add(arrived);
    UpstreamAnswer answer = script.answer(arrived);
    answer.interim().forEach(request.onInterim());
    open.incrementAndGet();
    return new Response(answer);
  }

  private static Body.Bytes contentOf(UpstreamRequest request) throws UpstreamException {
    try (InputStream body = request.body().stream()) {
      return new Body.Bytes(body.readAllBytes());
    } catch (IOException e) {
      throw new UpstreamException(
          UpstreamException.Kind.REQUEST_BODY_FAILED,
          UpstreamException.RequestSent.PERHAPS,
          "the request's body broke",
          e);
    }
  }

  /** Returns the requests received so far, in order. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** Returns the number of requests received so far. */
  public int calls() {
    return received.size();
  }

  /** Returns the number of responses handed out and not closed yet. */
  public int openResponses() {
    return open.get();
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class Response implements UpstreamResponse {
    private final UpstreamAnswer answer;
    private final Body body;
    private final AtomicBoolean done = new AtomicBoolean();

    Response(UpstreamAnswer answer) {
      this.answer = answer;
      this.body = bodyOf(answer);
    }

    private static Body bodyOf(UpstreamAnswer answer) {
      if (answer.length() == 0) {
        return Body.EMPTY;
      }
      return answer.inMemory()
          ? ((ScriptedBody.Send) answer.steps().get(0)).piece()
          : new ScriptedBody(answer.length(), answer.steps(), answer.trailers());
    }

    @Override
    public ResponseHead head() {
      return answer.head();
    }

    @Override
    public ProtocolVersion version() {
      return answer.version();
    }

    @Override
    public Body body() {
      return body;
    }

    @Override
    public void close() {
      if (done.compareAndSet(false, true)) {
        body.close();
        open.decrementAndGet();
      }
    }
  }
}
