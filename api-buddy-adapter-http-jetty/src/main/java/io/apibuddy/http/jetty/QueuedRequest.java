package io.apibuddy.http.jetty;

import io.apibuddy.ports.upstream.UpstreamRequest;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;

/** The entry for an exchange in Jetty's queue of an origin, where it waits for a connection. */
final class QueuedRequest extends HttpRequest {

  private final UpstreamExchange exchange;

  QueuedRequest(HttpClient client, UpstreamRequest request, UpstreamExchange exchange) {
    super(client, new HttpConversation(), request.origin());
    this.exchange = exchange;
    if (request.newConnection()) {
      tag(UpstreamConnectionPool.NEW_CONNECTION);
    }
  }

  UpstreamExchange exchange() {
    return exchange;
  }
}
