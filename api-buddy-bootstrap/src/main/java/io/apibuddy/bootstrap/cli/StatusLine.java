package io.apibuddy.bootstrap.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;

/**
 * A status line at the bottom of a terminal. It is rewritten in place and stays below all other
 * output. Safe for concurrent use.
 */
final class StatusLine {
  private static final String ERASE = "\r\u001B[K";

  /** Makes the terminal cut a line that is too long; a wrapped line could not be erased. */
  private static final String NO_WRAPPING = "\u001B[?7l";

  private static final String WRAPPING = "\u001B[?7h";

  private final OutputStream screen;
  private final Charset charset;
  private String text = ""; // guarded by this
  private boolean midLine; // guarded by this; other output is in the middle of a line

  /** Creates an empty line; {@code screen} must be a terminal that obeys control sequences. */
  StatusLine(OutputStream screen, Charset charset) {
    this.screen = screen;
    this.charset = charset;
  }

  /** Replaces the line's text, which has no line ends. */
  synchronized void show(String changed) {
    boolean shown = !midLine && !text.isEmpty();
    text = changed;
    if (!midLine) {
      write((shown ? ERASE : "") + shown(text));
    }
  }

  /** Removes the line. */
  synchronized void remove() {
    show("");
  }

  /** Wraps a stream that may lead to the same terminal, so that its output stays above. */
  OutputStream above(OutputStream other) {
    return new FilterOutputStream(other) {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] block, int offset, int length) throws IOException {
        if (length > 0) {
          writeAbove(other, block, offset, length);
        }
      }
    };
  }

  private synchronized void writeAbove(OutputStream other, byte[] block, int offset, int length)
      throws IOException {
    if (!midLine && !text.isEmpty()) {
      write(ERASE);
    }
    other.write(block, offset, length);
    other.flush();
    midLine = block[offset + length - 1] != '\n';
    if (!midLine && !text.isEmpty()) {
      write(shown(text));
    }
  }

  private static String shown(String text) {
    return text.isEmpty() ? "" : NO_WRAPPING + text + WRAPPING;
  }

  private void write(String characters) {
    try {
      screen.write(characters.getBytes(charset));
      screen.flush();
    } catch (IOException e) {
      // The terminal is gone, so nobody sees the line.
    }
  }
}
