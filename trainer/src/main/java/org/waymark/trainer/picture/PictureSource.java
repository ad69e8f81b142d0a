package org.waymark.trainer.picture;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.descriptors.image.ImageDecoder;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.descriptors.image.Preprocessor;
import org.waymark.descriptors.image.RgbImage;

/**
 * Pictures of the network's input size. Those of the first frames are kept, until a limit is
 * reached: a small site is decoded once, of a large one a part. Safe for use by many threads.
 */
final class PictureSource {

  /** Names a frame among all. */
  record Key(int site, boolean place, int index) {}

  private final Preprocessor preprocessor;
  private final long maxKeptBytes;
  private final AtomicLong keptBytes = new AtomicLong();
  private final ConcurrentHashMap<Key, RgbImage> kept = new ConcurrentHashMap<>();

  /**
   * @param maxKeptBytes of pictures in memory
   */
  PictureSource(Preprocessor preprocessor, long maxKeptBytes) {
    this.preprocessor = preprocessor;
    this.maxKeptBytes = maxKeptBytes;
  }

  /** A frame's picture; not to be changed. */
  RgbImage picture(Key key, DatasetFrame frame) throws IOException, ImageRejectedException {
    RgbImage found = kept.get(key);
    if (found != null) {
      return found;
    }
    RgbImage picture = preprocessor.resize(ImageDecoder.decode(frame.image()));
    int bytes = picture.rgb().length;
    if (keptBytes.addAndGet(bytes) > maxKeptBytes || kept.putIfAbsent(key, picture) != null) {
      keptBytes.addAndGet(-bytes);
    }
    return picture;
  }
}
