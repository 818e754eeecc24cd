package io.apibuddy.ports.contract;

import java.io.InputStream;

/** A stream that never ends and repeats one character. */
public final class EndlessStream extends InputStream {

  @Override
  public int read() {
    return 'x';
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    return length;
  }
}
