package io.apibuddy.bootstrap.body;

import io.apibuddy.ports.http.ScratchSpace.Scratch;
import io.apibuddy.ports.store.local.OwnerOnly;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Scratch space for one body that moves from memory to a temporary file when it exceeds 64 KiB. */
final class SpillingScratch implements Scratch {
  static final int MAX_BYTES_IN_MEMORY = 65_536;

  private final Path directory;
  private final OutputStream output = new Output();
  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable Path file;
  private @Nullable OutputStream fileOutput;
  private long written; // bytes written to the file

  SpillingScratch(Path directory) {
    this.directory = directory;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public InputStream input() throws IOException {
    output.flush();
    Path spilled = file;
    return spilled == null
        ? new ByteArrayInputStream(memory.toByteArray())
        : Files.newInputStream(spilled);
  }

  @Override
  public void close() {
    memory = new ByteArrayOutputStream(0);
    try {
      output.close();
    } catch (IOException ignored) {
      // The content is discarded anyway.
    }
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException ignored) {
      // The system's clean-up of temporary files has to remove it.
    }
  }

  private OutputStream spill() throws IOException {
    Path created = Files.createTempFile(directory, "api-buddy-", ".body", OwnerOnly.file());
    OutputStream target = null;
    try {
      target = Files.newOutputStream(created);
      memory.writeTo(target);
      written = memory.size();
      file = created;
      fileOutput = target;
      memory = new ByteArrayOutputStream(0);
      return target;
    } catch (IOException e) {
      try {
        if (target != null) {
          target.close();
        }
        Files.deleteIfExists(created);
      } catch (IOException removing) {
        e.addSuppressed(removing);
      }
      throw e;
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      OutputStream target = fileOutput;
      if (target == null && memory.size() + count > MAX_BYTES_IN_MEMORY) {
        target = spill();
      }
      if (target == null) {
        memory.write(bytes, offset, count);
      } else {
        writeWhole(target, bytes, offset, count);
      }
    }

    private void writeWhole(OutputStream target, byte[] bytes, int offset, int count)
        throws IOException {
      try {
        target.write(bytes, offset, count);
        written += count;
      } catch (IOException e) { // remove what was written in part
        try (FileChannel channel =
            FileChannel.open(Objects.requireNonNull(file, "spilled"), StandardOpenOption.WRITE)) {
          channel.truncate(written);
        } catch (IOException truncating) {
          e.addSuppressed(truncating);
        }
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      if (fileOutput != null) {
        fileOutput.flush();
      }
    }

    @Override
    public void close() throws IOException {
      if (fileOutput != null) {
        fileOutput.close();
      }
    }
  }
}
