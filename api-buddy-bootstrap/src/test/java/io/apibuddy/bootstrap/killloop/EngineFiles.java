package io.apibuddy.bootstrap.killloop;

import java.nio.file.Path;
import java.util.List;

/** An engine's own checks of its files, without the adapter. */
interface EngineFiles {

  /** Returns the damage that the engine finds, empty if none. */
  List<String> damage(Path store) throws Exception;

  /** Returns the number of pieces of content that belong to no entry. */
  long leftOver(Path store) throws Exception;

  /** Returns the checks for a backend. */
  static EngineFiles of(String backend) {
    return switch (backend) {
      case "sqlite" -> new SqliteFiles();
      case "rocksdb" -> new RocksDbFiles();
      default -> throw new IllegalArgumentException("no check for the files of " + backend);
    };
  }
}
