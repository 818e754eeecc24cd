package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.store.StoreException.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class RocksErrorsTest {

  private static Kind kind(Status.Code code, Status.SubCode detail, String message) {
    return RocksErrors.kind(new RocksDBException(message, new Status(code, detail, message)));
  }

  @Test
  void statusIsMappedToAKindOfStoreException() {
    Status.SubCode none = Status.SubCode.None;

    assertThat(kind(Status.Code.IOError, Status.SubCode.NoSpace, "appending")).isEqualTo(Kind.FULL);
    assertThat(kind(Status.Code.IOError, none, "Read-only file system")).isEqualTo(Kind.READ_ONLY);
    assertThat(kind(Status.Code.IOError, none, "Permission denied")).isEqualTo(Kind.READ_ONLY);
    assertThat(kind(Status.Code.IOError, none, "While lock file: x/LOCK")).isEqualTo(Kind.LOCKED);
    assertThat(kind(Status.Code.IOError, none, "Input/output error")).isEqualTo(Kind.IO);
    assertThat(kind(Status.Code.Corruption, none, "checksum")).isEqualTo(Kind.CORRUPT);
    assertThat(kind(Status.Code.Incomplete, none, "Write stall")).isEqualTo(Kind.BUSY);
    assertThat(kind(Status.Code.Busy, none, "")).isEqualTo(Kind.BUSY);
    assertThat(kind(Status.Code.ShutdownInProgress, none, "")).isEqualTo(Kind.CLOSED);
    assertThat(kind(Status.Code.InvalidArgument, none, "families")).isEqualTo(Kind.UNUSABLE);
  }

  @Test
  void exceptionWithoutAStatusIsAnIoFailure() {
    assertThat(RocksErrors.kind(new RocksDBException("odd"))).isEqualTo(Kind.IO);
    assertThat(RocksErrors.translate(new RocksDBException("odd"))).hasMessageContaining("odd");
  }

  @ParameterizedTest
  @CsvSource({"No space left on device, Free some space", "File too large, ulimit -f"})
  void failureToOpenNamesTheDirectoryAndTheRemedy(String reason, String remedy) {
    Path directory = Path.of("some", "store");
    Status status = new Status(Status.Code.IOError, Status.SubCode.None, reason);

    assertThat(RocksErrors.opening(directory, new RocksDBException(reason, status)))
        .hasMessageContainingAll(directory.toString(), reason, remedy, "database_path");
  }
}
