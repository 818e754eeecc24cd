package io.apibuddy.http.jetty;

import io.apibuddy.ports.upstream.UpstreamException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ClientConnectionFactory;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a forward proxy, which is asked to open a tunnel (CONNECT, RFC 9110 section
 * 9.3.6). Once the tunnel is open, a connection to the upstream takes the place of this one, within
 * TLS if the upstream uses it.
 */
final class Tunnel extends AbstractConnection.NonBlocking implements Callback {

  private static final int BUFFER_SIZE = 4096;

  private final Map<String, Object> context;
  private final ClientConnectionFactory upstreams;
  private final @Nullable String authorization;
  private final Destination destination;
  private final ResponseParser parser = new ResponseParser();

  /**
   * Creates a connection to the proxy that is not open yet.
   *
   * @param context Jetty's context of the connection
   * @param upstreams creates the connection that takes the place of this one
   * @param authorization the value of {@code Proxy-Authorization}, null for none
   */
  Tunnel(
      EndPoint endPoint,
      Map<String, Object> context,
      ClientConnectionFactory upstreams,
      @Nullable String authorization) {
    this(endPoint, context, upstreams, authorization, destination(context));
  }

  private Tunnel(
      EndPoint endPoint,
      Map<String, Object> context,
      ClientConnectionFactory upstreams,
      @Nullable String authorization,
      Destination destination) {
    super(endPoint, destination.getHttpClient().getExecutor());
    this.context = context;
    this.upstreams = upstreams;
    this.authorization = authorization;
    this.destination = destination;
  }

  private static Destination destination(Map<String, Object> context) {
    return (Destination) Objects.requireNonNull(context.get(Destination.CONTEXT_KEY));
  }

  @Override
  public void onOpen() {
    super.onOpen();
    parser.begin("CONNECT");
    getEndPoint().write(this, ByteBuffer.wrap(request().getBytes(StandardCharsets.ISO_8859_1)));
  }

  private String request() {
    Origin.Address upstream = destination.getOrigin().getAddress();
    String authority = upstream.asString();
    return "CONNECT "
        + authority
        + " HTTP/1.1\r\nHost: "
        + authority
        + (authorization == null ? "" : "\r\nProxy-Authorization: " + authorization)
        + "\r\n\r\n";
  }

  /** The CONNECT request was written. */
  @Override
  public void succeeded() {
    fillInterested();
  }

  /** The CONNECT request could not be written. */
  @Override
  public void failed(Throwable cause) {
    giveUp(cause);
  }

  @Override
  public void onFillable() {
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER_SIZE);
    try {
      while (parser.head() == null) {
        bytes.clear().flip(); // empty, in the mode in which an end point fills it
        int count = getEndPoint().fill(bytes);
        if (count == 0) {
          fillInterested();
          return;
        }
        if (count < 0) {
          throw UpstreamExceptions.noTunnel("the forward proxy closed the connection", null);
        }
        parser.parse(bytes);
        if (parser.fault() != null) {
          throw UpstreamExceptions.noTunnel("the forward proxy's answer is not valid HTTP", null);
        }
      }
      int status = Objects.requireNonNull(parser.head()).status();
      if (status / 100 != 2) {
        throw UpstreamExceptions.tunnelRefused(status);
      }
      if (bytes.hasRemaining()) {
        throw UpstreamExceptions.noTunnel("the forward proxy sent more than an answer", null);
      }
      open();
    } catch (IOException | UpstreamException | RuntimeException e) {
      giveUp(e);
    }
  }

  private void open() throws IOException {
    HttpClient client = destination.getHttpClient();
    Origin.Address upstream = destination.getOrigin().getAddress();
    context.put( // the name that the certificate must have
        ClientConnector.REMOTE_SOCKET_ADDRESS_CONTEXT_KEY,
        InetSocketAddress.createUnresolved(upstream.getHost(), upstream.getPort()));
    ClientConnectionFactory factory =
        destination.isSecure()
            ? client
                .getClientConnector()
                .newSslClientConnectionFactory(client.getSslContextFactory(), upstreams)
            : upstreams;
    getEndPoint().upgrade(factory.newConnection(getEndPoint(), context));
  }

  @Override
  public boolean onIdleExpired(TimeoutException timeout) {
    giveUp(timeout);
    return false;
  }

  @SuppressWarnings("unchecked") // Jetty's contract
  private void giveUp(Throwable cause) {
    getEndPoint().close(cause);
    Promise<Connection> opened =
        (Promise<Connection>) Objects.requireNonNull(context.get(Connection.PROMISE_CONTEXT_KEY));
    opened.failed(cause);
  }
}
