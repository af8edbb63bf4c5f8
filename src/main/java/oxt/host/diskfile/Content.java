package oxt.host.diskfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** The bytes of a file, read where one asks. */
public interface Content {

    long size();

    /** So many bytes from there on; fewer, or none, where the content ends before. */
    byte[] bytes(long from, int count) throws IOException;

    static Content of(byte[] all) {
        return new Content() {
            @Override
            public long size() {
                return all.length;
            }

            @Override
            public byte[] bytes(long from, int count) {
                int begin = Math.clamp(from, 0, all.length);
                return Arrays.copyOfRange(all, begin, begin + Math.min(count, all.length - begin));
            }
        };
    }

    /** Of a file that nobody changes meanwhile. */
    static Content of(FileChannel channel) throws IOException {
        long size = channel.size();
        return new Content() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public byte[] bytes(long from, int count) throws IOException {
                long left = from < 0 ? 0 : Math.max(0, size - from);
                ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(count, left));
                while (bytes.hasRemaining()) {
                    if (channel.read(bytes, from + bytes.position()) < 0) {
                        break;
                    }
                }
                return Arrays.copyOf(bytes.array(), bytes.position());
            }
        };
    }

    /** A part of it as if that were all; the part lies within. */
    default Content part(Region region) {
        if (region.offset() > size() - region.length()) {
            throw new IllegalArgumentException(region + " of " + size());
        }
        Content whole = this;
        return new Content() {
            @Override
            public long size() {
                return region.length();
            }

            @Override
            public byte[] bytes(long from, int count) throws IOException {
                long begin = Math.clamp(from, 0, region.length());
                int most = (int) Math.min(count, region.length() - begin);
                return whole.bytes(region.offset() + begin, most);
            }
        };
    }
}
