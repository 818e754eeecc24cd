package io.apibuddy.bootstrap.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;

/**
 * The last line of a terminal, which is written anew in its place and stays below whatever else
 * comes to the terminal. Safe for concurrent use.
 */
final class BottomLine {
  private static final String ERASE = "\r\u001B[K";

  /** A line that is longer than the terminal's is cut there: of two it could not be taken back. */
  private static final String NO_WRAPPING = "\u001B[?7l";

  private static final String WRAPPING = "\u001B[?7h";

  private final OutputStream screen;
  private final Charset charset;
  private String text = ""; // guarded by this
  private boolean within; // guarded by this; another line has begun and not ended

  /** Makes an empty one; {@code screen} leads to a terminal that obeys control sequences. */
  BottomLine(OutputStream screen, Charset charset) {
    this.screen = screen;
    this.charset = charset;
  }

  /** Shows a text without line ends in place of what was shown. */
  synchronized void show(String changed) {
    boolean shown = !within && !text.isEmpty();
    text = changed;
    if (!within) {
      write((shown ? ERASE : "") + shown(text));
    }
  }

  /** Shows nothing any more. */
  synchronized void remove() {
    show("");
  }

  /** Returns a stream for {@code other}, which may end at the same terminal: it stays above. */
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
    if (!within && !text.isEmpty()) {
      write(ERASE);
    }
    other.write(block, offset, length);
    other.flush();
    within = block[offset + length - 1] != '\n';
    if (!within && !text.isEmpty()) {
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
      // The terminal is gone, and with it whoever looked.
    }
  }
}
