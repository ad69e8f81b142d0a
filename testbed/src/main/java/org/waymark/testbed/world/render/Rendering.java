package org.waymark.testbed.world.render;

import org.waymark.core.geometry.DepthMap;

/**
 * What the camera saw.
 *
 * @param bgr blue, green and red of each pixel, row after row; not copied: do not change it
 * @param depth along the optical axis, in millimetres; 0 where nothing was hit
 */
public record Rendering(byte[] bgr, DepthMap depth) {}
