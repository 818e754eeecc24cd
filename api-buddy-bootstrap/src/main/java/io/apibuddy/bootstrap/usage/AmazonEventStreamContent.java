package io.apibuddy.bootstrap.usage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Finds failures in {@code application/vnd.amazon.eventstream}, the binary stream of messages in
 * which Bedrock answers. The answer has failed if the headers of a message mark it as an exception
 * or an error, or if the content ends within a message. Payloads are skipped, so no tokens are
 * counted. Content of an unknown layout counts as no failure.
 */
final class AmazonEventStreamContent implements ContentReader {
  /** The length in bytes of the prelude: the lengths of message and headers, and a checksum. */
  private static final int PRELUDE_LENGTH = 12;

  private static final int CHECKSUM_LENGTH = 4;
  private static final int MAX_HEADERS_LENGTH = 128 << 10;

  private final ByteArrayOutputStream head = new ByteArrayOutputStream(256);
  private int headLength = PRELUDE_LENGTH; // the length at which head is complete
  private long skipped; // bytes still to skip after the headers of a message
  private boolean failed;
  private boolean unknown;

  @Override
  public void take(byte[] bytes, int offset, int count) {
    int begin = offset;
    int end = offset + count;
    while (begin < end && wantsMore()) {
      if (skipped > 0) {
        int piece = (int) Math.min(skipped, end - begin);
        skipped -= piece;
        begin += piece;
      } else {
        int piece = Math.min(headLength - head.size(), end - begin);
        head.write(bytes, begin, piece);
        begin += piece;
        if (head.size() == headLength) {
          read(head.toByteArray());
        }
      }
    }
  }

  private void read(byte[] start) {
    ByteBuffer lengths = ByteBuffer.wrap(start);
    long message = lengths.getInt() & 0xFFFFFFFFL;
    long headers = lengths.getInt() & 0xFFFFFFFFL;
    unknown = headers > MAX_HEADERS_LENGTH || message < PRELUDE_LENGTH + headers + CHECKSUM_LENGTH;
    if (headLength == PRELUDE_LENGTH && headers > 0) {
      headLength += unknown ? 0 : (int) headers;
      return;
    }
    String names =
        new String(
            start, PRELUDE_LENGTH, start.length - PRELUDE_LENGTH, StandardCharsets.ISO_8859_1);
    failed = names.contains(":exception-type") || names.contains(":error-code");
    skipped = message - headLength;
    headLength = PRELUDE_LENGTH;
    head.reset();
  }

  @Override
  public boolean wantsMore() {
    return !failed && !unknown;
  }

  @Override
  public boolean isWorthKeeping() {
    return unknown || (!failed && skipped == 0 && head.size() == 0);
  }
}
