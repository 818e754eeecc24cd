package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ProxyResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * Writes a streamed response: each piece as soon as the body has it, at the client's pace. Blocks
 * the calling thread.
 */
final class ResponseStreamer {

  private static final int BUFFER_SIZE = 32 * 1024;

  /** Room before each piece for its hexadecimal size and CRLF, and after it for another CRLF. */
  private static final int CHUNK_HEAD = 10;

  private static final int CHUNK_TAIL = 2;

  private final ResponseOutput output;
  private final ByteBufferPool pool;

  ResponseStreamer(ResponseOutput output, ByteBufferPool pool) {
    this.output = output;
    this.pool = pool;
  }

  /**
   * Writes the head and the body.
   *
   * @throws IOException if the body fails or has another length than announced, or if the client
   *     cannot be written to; the caller must make visible that the response is incomplete
   */
  void write(ResponseFraming framing, ProxyResponse response) throws IOException {
    ByteBuffer head = framing.encode(response).end();
    if (!framing.withContent()) {
      output.writeAndWait(head);
      return;
    }
    RetainableByteBuffer pooled = pool.acquire(BUFFER_SIZE, false);
    try {
      ByteBuffer buffer = pooled.getByteBuffer();
      buffer.clear();
      copy(framing, response, head, buffer);
    } finally {
      ReceivedBytes.release(pooled);
    }
  }

  private void copy(
      ResponseFraming framing, ProxyResponse response, ByteBuffer head, ByteBuffer buffer)
      throws IOException {
    Body body = response.body();
    InputStream source = body.stream();
    byte[] array = buffer.array();
    int offset = buffer.arrayOffset() + CHUNK_HEAD;
    int room = buffer.capacity() - CHUNK_HEAD - CHUNK_TAIL;
    boolean headSent = false;
    if (source.available() <= 0) {
      output.writeAndWait(head);
      headSent = true;
    }
    String stated = framing.announced(response);
    long announced = stated == null ? -1 : Long.parseLong(stated);
    long sent = 0;
    for (int count = source.read(array, offset, room);
        count >= 0;
        count = source.read(array, offset, room)) {
      if (count == 0) {
        continue;
      }
      sent += count;
      if (announced >= 0 && sent > announced) {
        throw new EOFException("the body is longer than was announced");
      }
      ByteBuffer piece = framing.chunked() ? chunk(buffer, count) : piece(buffer, count);
      if (headSent) {
        output.writeAndWait(piece);
      } else {
        output.writeAndWait(head, piece);
        headSent = true;
      }
    }
    if (announced >= 0 && sent != announced) {
      throw new EOFException("the body is shorter than was announced");
    }
    if (!headSent) {
      output.writeAndWait(head);
    }
    if (framing.chunked()) {
      output.writeAndWait(lastChunk(body));
    }
  }

  private static ByteBuffer piece(ByteBuffer buffer, int count) {
    return buffer.duplicate().position(CHUNK_HEAD).limit(CHUNK_HEAD + count);
  }

  private static ByteBuffer chunk(ByteBuffer buffer, int count) {
    byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    int start = CHUNK_HEAD - size.length;
    ByteBuffer chunk = buffer.duplicate().limit(CHUNK_HEAD + count + CHUNK_TAIL).position(start);
    chunk.put(start, size);
    chunk.put(CHUNK_HEAD + count, (byte) '\r').put(CHUNK_HEAD + count + 1, (byte) '\n');
    return chunk;
  }

  private static ByteBuffer lastChunk(Body body) {
    HeadEncoder encoder = new HeadEncoder().lastChunk();
    if (body instanceof Body.Stream stream) {
      encoder.fields(stream.trailers());
    }
    return encoder.end();
  }
}
