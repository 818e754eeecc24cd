package io.apibuddy.domain.content;

import io.apibuddy.ports.http.ScratchSpace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/** Scratch space on the heap, the default of a core that is given none. */
public final class MemoryScratchSpace implements ScratchSpace {

  @Override
  public Scratch open() {
    return new MemoryScratch(new ByteArrayOutputStream());
  }

  private record MemoryScratch(ByteArrayOutputStream bytes) implements Scratch {

    @Override
    public OutputStream output() {
      return bytes;
    }

    @Override
    public InputStream input() {
      return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    public void close() {}
  }
}
