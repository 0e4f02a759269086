using System.Buffers;
using System.Text;
using CsCheck;
using Tracking.Infrastructure.Spool;

namespace Tracking.Infrastructure.Tests.Spool;

public class BatchCompressionTests
{
    private const string Line = "{\"version\":1}\n";

    [Fact]
    public void A_batch_comes_back_as_it_was() => Gen.Byte.Array[0, 2_000].Select(Gen.Int[0, 50], (noise, lines) => (byte[])
        [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Line, lines + 1))), .. noise]).Sample(batch =>
            BatchCompression.Decompress(Compressed(batch)).ToArray().ShouldBe(batch));

    [Fact]
    public void Lines_that_are_alike_take_a_fraction() =>
        Compressed(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Line, 1_000)))).Length.ShouldBeLessThan(1_000);

    [Fact]
    public void What_a_release_before_compression_wrote_is_left_as_it_is()
    {
        var batch = Encoding.UTF8.GetBytes(Line);

        BatchCompression.Decompress(batch).ToArray().ShouldBe(batch);
        BatchCompression.LengthOf(batch).ShouldBe(batch.Length);
    }

    [Fact]
    public void What_is_damaged_is_refused_or_read_as_something_else_and_nothing_worse() => Gen.Int.Select(Gen.Byte).Sample((at, value) =>
    {
        var damaged = Compressed(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Line, 40))));
        damaged[(uint)at % damaged.Length] = value;
        try
        {
            BatchCompression.Decompress(damaged);
        }
        catch (InvalidDataException)
        {
        }
    });

    private static byte[] Compressed(byte[] batch)
    {
        var compressed = new ArrayBufferWriter<byte>();
        BatchCompression.Compress(batch, compressed);
        return compressed.WrittenSpan.ToArray();
    }
}
