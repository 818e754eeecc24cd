package io.apibuddy.ports.contract;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * An upstream on loopback that sends exactly the bytes that a test gives it. In texts, each
 * character is one byte.
 */
public final class RawUpstream implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 50_000;
  private static final int LITTLE_ROOM = 8192;

  /** The script of one connection, which is closed afterwards. */
  public interface Conversation {

    /** Runs the script; ends when the client closes the connection. */
    void hold(Peer peer) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final List<Conversation> conversations;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /**
   * Starts to listen. Each connection gets the next conversation; the last one serves all further
   * connections.
   */
  public RawUpstream(Conversation... conversations) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), conversations);
  }

  /** Takes over a listening socket, for example one for TLS. */
  public RawUpstream(ServerSocket server, Conversation... conversations) {
    this.server = server;
    this.conversations = List.of(conversations);
    daemon(this::accept);
  }

  /**
   * Returns an upstream with small receive buffers, so that little of a request is accepted before
   * it is read.
   */
  public static RawUpstream withLittleRoom(Conversation... conversations) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReceiveBufferSize(LITTLE_ROOM);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return new RawUpstream(server, conversations);
  }

  /** Answers each request on a connection with the same bytes and skips its content. */
  public static Conversation answering(String response) {
    return answering(response, request -> {});
  }

  /**
   * Passes each request with its content to {@code requests}, then answers as {@link
   * #answering(String)} does.
   */
  public static Conversation answering(String response, Consumer<String> requests) {
    return peer -> {
      while (true) {
        requests.accept(peer.skipRequest());
        peer.send(response);
      }
    };
  }

  /** Answers one request without content, then closes the connection. */
  public static Conversation once(String response) {
    return peer -> {
      peer.readHead();
      peer.send(response);
    };
  }

  /** Sends {@code start} in response to a request, then waits for the client to leave. */
  public static Conversation stalling(String start) {
    return peer -> {
      peer.readHead();
      peer.send(start);
      peer.readToEnd();
    };
  }

  /** Returns the origin to send requests to. */
  public URI origin() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Returns the number of accepted connections. */
  public int connections() {
    return connections.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        int index = Math.min(connections.getAndIncrement(), conversations.size() - 1);
        daemon(() -> hold(conversations.get(index), socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void hold(Conversation conversation, Socket socket) {
    try (socket) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      conversation.hold(new Peer(socket));
    } catch (IOException | InterruptedException e) {
      // The client has left or the test is over.
    } finally {
      open.remove(socket);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "raw-upstream");
    thread.setDaemon(true);
    thread.start();
  }

  /** Stops listening and resets every connection. */
  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The bytes read from a connection until it ended.
   *
   * @param text the bytes
   * @param broken whether the connection was reset rather than closed cleanly
   */
  public record Remainder(String text, boolean broken) {}

  /** The other end of a connection: the client's, or the server's if the test is the client. */
  public static final class Peer implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
    }

    /** Connects to a server on loopback as a client. */
    public static Peer connect(int port) throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      return new Peer(socket);
    }

    /** Reads the head of a request, including the empty line. */
    public String readHead() throws IOException {
      return readThrough("\r\n\r\n");
    }

    /** Reads up to and including {@code end}. */
    public String readThrough(String end) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
        int next = in.read();
        if (next < 0) {
          throw new EOFException(bytes.toString(StandardCharsets.ISO_8859_1));
        }
        bytes.write(next);
      }
      return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads {@code count} bytes. */
    public String read(int count) throws IOException {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw new EOFException();
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Reads until the other end closes the connection; throws if the connection is reset. */
    public String readToEnd() throws IOException {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Reads until the connection is closed or reset. */
    public Remainder readRemainder() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      boolean broken = false;
      try {
        in.transferTo(bytes);
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        broken = true;
      }
      return new Remainder(bytes.toString(StandardCharsets.ISO_8859_1), broken);
    }

    /**
     * Relays bytes to and from a server on loopback until one of the two ends closes its
     * connection.
     */
    public void relay(int port) throws IOException {
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        daemon(() -> pass(server, socket));
        in.transferTo(server.getOutputStream());
      }
    }

    private static void pass(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // One of the two has left.
      }
    }

    /** Reads a head and the content that its Content-Length announces, if any. */
    public String readMessage() throws IOException {
      return skipRequest();
    }

    /** Reads a request with the content that its Content-Length announces; returns all of it. */
    public String skipRequest() throws IOException {
      String head = readHead();
      for (String line : head.split("\r\n", -1)) {
        if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
          return head + read(Integer.parseInt(line.substring(15).strip()));
        }
      }
      return head;
    }

    /** Sends bytes. */
    public void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends bytes. */
    public void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    /** Closes this end's output and keeps reading. */
    public void end() throws IOException {
      socket.shutdownOutput();
    }

    /** Resets the connection. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Closes the connection cleanly. */
    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
