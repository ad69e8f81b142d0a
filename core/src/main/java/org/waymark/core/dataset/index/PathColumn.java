package org.waymark.core.dataset.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A column of relative paths: the folder is kept once for all files in it. Knows which paths it
 * holds, by a hash table of row numbers that costs a few bytes per row.
 */
final class PathColumn {

  private static final int FIRST_TABLE = 64;

  private final Codes<String> folders = new Codes<>();
  private final List<String> names = new ArrayList<>();
  private int[] rowPlusOneByHash = new int[FIRST_TABLE];
  private int inTable;

  /** Forgets which paths it holds: one path may then occur again. */
  void startScope() {
    rowPlusOneByHash = new int[FIRST_TABLE];
    inTable = 0;
  }

  /**
   * Appends a path.
   *
   * @return false, and nothing happens, when this scope holds it already
   */
  boolean add(String path) {
    if (inTable * 2 >= rowPlusOneByHash.length) {
      rehash();
    }
    int slot = slot(path);
    if (rowPlusOneByHash[slot] != 0) {
      return false;
    }
    int row = names.size();
    int slash = path.lastIndexOf('/');
    folders.set(row, slash < 0 ? "" : path.substring(0, slash));
    names.add(path.substring(slash + 1));
    rowPlusOneByHash[slot] = row + 1;
    inTable++;
    return true;
  }

  String get(int row) {
    String folder = folder(row);
    return folder.isEmpty() ? names.get(row) : folder + "/" + names.get(row);
  }

  String folder(int row) {
    return folders.get(row).orElse("");
  }

  int rows() {
    return names.size();
  }

  /** Where the path is in the table, or the empty slot where it would be. */
  private int slot(String path) {
    int mask = rowPlusOneByHash.length - 1;
    int slot = spread(path.hashCode()) & mask;
    while (rowPlusOneByHash[slot] != 0 && !get(rowPlusOneByHash[slot] - 1).equals(path)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }

  private void rehash() {
    int[] old = rowPlusOneByHash;
    rowPlusOneByHash = new int[old.length * 2];
    Arrays.stream(old)
        .filter(rowPlusOne -> rowPlusOne != 0)
        .forEach(rowPlusOne -> rowPlusOneByHash[slot(get(rowPlusOne - 1))] = rowPlusOne);
  }
}
