package io.apibuddy.http.jetty;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client connection on which a test sends and receives raw bytes, one for each character. */
final class RawConnection implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int LITTLE_ROOM = 16 << 10;

  private final Socket socket;
  private final InputStream in;

  RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = socket.getInputStream();
  }

  static RawConnection to(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    socket.connect(address, PATIENCE_MILLIS);
    return new RawConnection(socket);
  }

  /** Connects with a small receive buffer. */
  static RawConnection narrow(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(LITTLE_ROOM);
    socket.connect(address, PATIENCE_MILLIS);
    return new RawConnection(socket);
  }

  Socket socket() {
    return socket;
  }

  RawConnection send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Reads a head, with the empty line. */
  String readHead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("ended after: " + head.toString(StandardCharsets.ISO_8859_1));
      }
      head.write(next);
      String text = head.toString(StandardCharsets.ISO_8859_1);
      if (text.endsWith("\r\n\r\n")) {
        return text;
      }
    }
  }

  String read(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("ended after: " + new String(bytes, StandardCharsets.ISO_8859_1));
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Reads a head and as much content as its Content-Length says. */
  String readMessage() throws IOException {
    String head = readHead();
    return head + read(contentLength(head));
  }

  /** Reads until the peer ends cleanly. */
  String readToEnd() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  int read() throws IOException {
    return in.read();
  }

  /** Closes with a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  static int contentLength(String head) {
    for (String line : head.split("\r\n", -1)) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        return Integer.parseInt(line.substring(15).strip());
      }
    }
    return 0;
  }
}
