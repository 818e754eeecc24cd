package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.upstream.UpstreamCall;
import io.apibuddy.ports.upstream.UpstreamCallback;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/1.1 to the upstreams through Jetty's client. The calling thread writes the request;
 * one of Jetty's parses the head of the response, whose content the reading thread parses itself.
 */
final class JettyUpstreamClient implements UpstreamClient {

  private final ExecutorService threads = ThreadPerTask.newExecutor("api-buddy-upstream-body");
  private final ReentrantLock change = new ReentrantLock();
  private final List<TrustedClient> retired = new ArrayList<>();
  private volatile TrustedClients clients;
  private volatile boolean closed;

  /**
   * Makes a client that is ready to be used.
   *
   * @param addresses those that it may connect to
   * @throws IllegalArgumentException if a file of authorities cannot be used
   */
  JettyUpstreamClient(ClientSettings settings, UpstreamAddresses addresses) {
    this.clients = TrustedClients.start(settings, addresses, threads);
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

  /** Returns whether there is time left: Jetty gives each address less than a request may have. */
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
    UnattendedCall call = new UnattendedCall(this, request, callback);
    call.attempt();
    return call;
  }

  private UpstreamResponse attempt(UpstreamRequest request, long started)
      throws UpstreamException, InterruptedException {
    TrustedClient client = enter(request.alias());
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
   * Begins an exchange with the client for a mapping, to be ended by {@link TrustedClient#leave}.
   *
   * @throws UpstreamException if everything is closed
   */
  TrustedClient enter(String alias) throws UpstreamException {
    while (!closed) {
      TrustedClient client = clients.of(alias);
      if (client.enter()) {
        return client;
      }
    }
    throw FailureReport.closed(RequestSent.NO);
  }

  private UpstreamResponse attempt(TrustedClient trusted, UpstreamRequest request, long started)
      throws UpstreamException, InterruptedException {
    UpstreamExchange exchange = exchange(trusted.jetty(), request);
    HeadWait wait = headWait(trusted.jetty(), exchange, request, started);
    try {
      return exchange.response(wait.await(exchange.start()), trusted::leave);
    } catch (ExecutionException e) {
      throw failure(exchange, Objects.requireNonNullElse(e.getCause(), e));
    } catch (UpstreamException | InterruptedException e) {
      exchange.abort(e);
      throw e;
    }
  }

  /**
   * Returns an exchange that has not begun.
   *
   * @throws UpstreamException if the request cannot be sent
   */
  UpstreamExchange exchange(HttpClient client, UpstreamRequest request) throws UpstreamException {
    VerbatimRequest outgoing = verbatim(client, request);
    OutgoingContent content = content(request.body());
    outgoing.body(content);
    return new UpstreamExchange(outgoing, request, content);
  }

  /** Returns how long an exchange is waited for. */
  static HeadWait headWait(
      HttpClient client, UpstreamExchange exchange, UpstreamRequest request, long started) {
    return new HeadWait(
        exchange, request.timeouts(), started, () -> isSaturated(client, exchange.request()));
  }

  /** Returns what the end of {@code exchange} by {@code cause} means. */
  UpstreamException failure(UpstreamExchange exchange, Throwable cause) {
    return closed ? FailureReport.closed(RequestSent.PERHAPS) : FailureReport.of(exchange, cause);
  }

  private static VerbatimRequest verbatim(HttpClient client, UpstreamRequest request)
      throws UpstreamException {
    try {
      return new VerbatimRequest(client, request);
    } catch (IllegalArgumentException e) {
      throw FailureReport.unsendable(e);
    }
  }

  private @Nullable OutgoingContent content(Body body) {
    if (body instanceof Body.Bytes bytes) {
      return bytes.length() == 0 ? null : new BytesContent(bytes.buffer());
    }
    return new StreamedContent(body, threads);
  }

  private static boolean isSaturated(HttpClient client, HttpRequest outgoing) {
    return client.resolveDestination(outgoing).getConnectionPool()
            instanceof AbstractConnectionPool pool
        && pool.getActiveConnectionCount() >= pool.getMaxConnectionCount();
  }

  @Override
  public void reconfigure(Settings settings) {
    ClientSettings wanted = ClientSettings.from(settings);
    change.lock();
    try {
      TrustedClients before = clients;
      if (wanted.maxConnections() != before.settings().maxConnections()) {
        throw new IllegalArgumentException(
            ClientSettings.MAX_CONNECTIONS + ": a change needs a restart");
      }
      if (closed || wanted.equals(before.settings())) {
        return;
      }
      TrustedClients after = before.changed(wanted, threads);
      clients = after;
      retired.removeIf(TrustedClient::isStopped);
      for (TrustedClient client : before.all()) {
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
      clients.all().forEach(TrustedClient::stop);
      retired.forEach(TrustedClient::stop);
    } finally {
      change.unlock();
    }
    threads.shutdownNow();
  }
}
