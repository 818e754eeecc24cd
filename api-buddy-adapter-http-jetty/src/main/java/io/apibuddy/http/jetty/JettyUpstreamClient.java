package io.apibuddy.http.jetty;

import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.time.Ticker;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.URIUtil;

/**
 * An HTTP/1.1 client for the upstreams, on Jetty's client. One of Jetty's threads parses the head
 * of a response, with content that arrives along with it; the thread that reads the rest parses it.
 * Safe for concurrent use.
 */
final class JettyUpstreamClient implements UpstreamClient {

  private final ExecutorService threads = ThreadPerTask.newExecutor("api-buddy-upstream-body");
  private final ReentrantLock change = new ReentrantLock();
  private final List<RetirableClient> retired = new ArrayList<>();
  private volatile ClientsByCaFile clients;
  private volatile boolean closed;

  /**
   * Creates a client that is ready to be used.
   *
   * @param addresses the addresses that may be connected to
   * @param clock the clock for how long a connection was idle, which goes on during a suspend
   * @param ticker the clock for how long an upstream is distrusted and a connection used
   * @throws IllegalArgumentException if a CA file cannot be used
   */
  JettyUpstreamClient(
      ClientSettings settings, UpstreamAddresses addresses, InstantSource clock, Ticker ticker) {
    this.clients = ClientsByCaFile.start(settings, addresses, clock, ticker, threads);
  }

  @Override
  public UpstreamResponse send(UpstreamRequest request)
      throws UpstreamException, InterruptedException {
    long started = System.nanoTime();
    while (true) {
      try {
        return attempt(request, started);
      } catch (UpstreamException e) {
        if (!mayTryNextAddress(request, started, e)) {
          throw e;
        }
      }
    }
  }

  /**
   * Returns whether a single address was not reached in time, and time is left for another: Jetty
   * gives each address less time than a request has.
   */
  static boolean mayTryNextAddress(
      UpstreamRequest request, long started, UpstreamException failure) {
    boolean inTime = System.nanoTime() - started < request.timeouts().connect().toNanos();
    return inTime && failure.kind() == Kind.CONNECT_TIMEOUT && failure.getCause() != null;
  }

  @Override
  public boolean canBegin() {
    return true;
  }

  @Override
  public UpstreamCall begin(UpstreamRequest request, UpstreamCallback callback) {
    AsyncCall call = new AsyncCall(this, request, callback);
    call.attempt();
    return call;
  }

  private UpstreamResponse attempt(UpstreamRequest request, long started)
      throws UpstreamException, InterruptedException {
    RetirableClient client = enter(request.alias());
    UpstreamResponse response = null;
    try {
      response = attempt(client, request, started);
      return response;
    } finally {
      if (response == null) {
        client.leave();
      }
    }
  }

  /**
   * Returns the client for a mapping, entered for an exchange that {@link RetirableClient#leave}
   * must end.
   *
   * @throws UpstreamException if this client is closed
   */
  RetirableClient enter(String alias) throws UpstreamException {
    while (!closed) {
      RetirableClient client = clients.of(alias);
      if (client.enter()) {
        return client;
      }
    }
    throw UpstreamExceptions.closed(RequestSent.NO);
  }

  private UpstreamResponse attempt(RetirableClient entered, UpstreamRequest request, long started)
      throws UpstreamException, InterruptedException {
    UpstreamExchange exchange = exchange(entered.jetty(), request);
    HeadWait wait = new HeadWait(exchange, started);
    try {
      wait.await(exchange.start());
      return exchange.response(entered::leave);
    } catch (ExecutionException e) {
      throw failure(Objects.requireNonNullElse(e.getCause(), e));
    } catch (UpstreamException | InterruptedException | RuntimeException | Error e) {
      exchange.abort(e);
      throw e;
    }
  }

  /**
   * Creates an exchange that has not started.
   *
   * @throws UpstreamException if the target is not well percent-encoded
   */
  UpstreamExchange exchange(HttpClient client, UpstreamRequest request) throws UpstreamException {
    try {
      requireSendable(request.target());
      return new UpstreamExchange(client, request, threads);
    } catch (IllegalArgumentException e) {
      throw UpstreamExceptions.unsendable(e);
    }
  }

  /** Requires that the target neither ends the request line nor is changed by its encoding. */
  private static void requireSendable(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) <= ' ' || target.charAt(i) > 0xff) {
        throw new IllegalArgumentException("a character that must be percent-encoded");
      }
    }
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    if (path.indexOf('%') >= 0) {
      String unused = URIUtil.canonicalPath(path);
    }
  }

  /** Returns the exception for an exchange that {@code cause} ended. */
  UpstreamException failure(Throwable cause) {
    return closed ? UpstreamExceptions.closed(RequestSent.PERHAPS) : UpstreamExceptions.of(cause);
  }

  @Override
  public void reconfigure(Settings settings) {
    ClientSettings wanted = ClientSettings.from(settings);
    change.lock();
    try {
      ClientsByCaFile before = clients;
      if (closed || wanted.equals(before.settings())) {
        return;
      }
      ClientsByCaFile after = before.changed(wanted, threads);
      clients = after;
      retired.removeIf(RetirableClient::isStopped);
      for (RetirableClient client : before.all()) {
        if (!after.all().contains(client)) {
          retired.add(client);
          client.retire();
        }
      }
    } finally {
      change.unlock();
    }
  }

  @Override
  public void close() {
    change.lock();
    try {
      closed = true;
      clients.all().forEach(RetirableClient::stop);
      retired.forEach(RetirableClient::stop);
    } finally {
      change.unlock();
    }
    threads.shutdownNow();
  }
}
