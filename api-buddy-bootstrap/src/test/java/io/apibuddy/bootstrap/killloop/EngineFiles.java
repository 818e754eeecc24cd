package io.apibuddy.bootstrap.killloop;

import java.nio.file.Path;
import java.util.List;

/** An engine's own view of its files, without the adapter. */
interface EngineFiles {

  /** Returns what the engine finds wrong; empty if nothing. */
  List<String> damage(Path store) throws Exception;

  /** Returns how many pieces of content belong to no entry. */
  long leftOver(Path store) throws Exception;

  /** Returns the view for a backend. */
  static EngineFiles of(String backend) {
    return switch (backend) {
      case "sqlite" -> new SqliteFiles();
      case "rocksdb" -> new RocksDbFiles();
      default -> throw new IllegalArgumentException("no check for the files of " + backend);
    };
  }
}
