using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using CsCheck;
using Tracking.Application.Import;

namespace Tracking.Application.Tests.Import;

/// <summary>What a test measures of the whole process is its own doing only while no other test runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class MeasuredAlone
{
    public const string Name = "Measured alone";
}

[Collection(MeasuredAlone.Name)]
public class LogReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("\n", new[] { "" })]
    [InlineData("a\nb\n", new[] { "a", "b" })]
    [InlineData("a\r\nb\r\n", new[] { "a", "b" })]
    [InlineData("a\n\nb", new[] { "a", "", "b" })]
    [InlineData("\uFEFFa\n\uFEFFb", new[] { "a", "\uFEFFb" })]
    [InlineData("a", new[] { "a" })]
    public async Task Lines_end_with_lf_or_crlf(string text, string[] lines) => (await ReadAsync(Encoding.UTF8.GetBytes(text))).ShouldBe(lines);

    [Fact]
    public async Task Bytes_are_given_as_they_are() =>
        (await ReadLinesAsync(new MemoryStream([0xFF, 0x00, (byte)'\n']))).Single().Bytes.ToArray().ShouldBe([0xFF, 0x00]);

    [Fact]
    public async Task Only_the_last_line_can_lack_its_line_break() =>
        (await ReadLinesAsync(new MemoryStream(Encoding.ASCII.GetBytes("a\nb")))).Select(line => line.IsTerminated).ShouldBe([true, false]);

    [Fact]
    public async Task Gzip_is_known_by_its_content() => (await ReadAsync(Gzip("a\nb\n"))).ShouldBe(["a", "b"]);

    [Fact]
    public async Task Gzip_of_several_members_is_read_to_its_end() =>
        (await ReadAsync([.. Gzip("a\nb"), .. Gzip("c\n"), .. Gzip("d\n")])).ShouldBe(["a", "bc", "d"]);

    [Fact]
    public async Task Gzip_that_is_damaged_says_so()
    {
        var gzip = Gzip(string.Concat(Enumerable.Range(0, 20_000)));
        gzip[gzip.Length / 2] ^= 0xFF;

        await Should.ThrowAsync<InvalidDataException>(() => ReadAsync(gzip));
    }

    [Fact]
    public async Task Gzip_that_ends_too_early_says_so() =>
        await Should.ThrowAsync<InvalidDataException>(() => ReadAsync(Gzip(string.Concat(Enumerable.Range(0, 20_000)))[..^100]));

    [Theory]
    [InlineData(LogReader.MaxLineBytes, false)]
    [InlineData(LogReader.MaxLineBytes + 1, true)]
    [InlineData(20 * LogReader.MaxLineBytes, true)]
    public async Task A_line_over_the_limit_is_passed_over_and_the_next_one_read(int length, bool tooLong)
    {
        var lines = await ReadLinesAsync(new MemoryStream(Encoding.ASCII.GetBytes($"a\n{new string('x', length)}\nb\n")));

        lines.Select(line => line.IsTooLong).ShouldBe([false, tooLong, false]);
        Encoding.ASCII.GetString(lines[2].Bytes.Span).ShouldBe("b");
    }

    [Fact]
    public async Task A_line_without_end_takes_no_memory()
    {
        var before = GC.GetTotalAllocatedBytes();

        var line = (await ReadLinesAsync(new EndlessLine(length: 64 * 1_048_576))).Single();

        (line.Bytes.Length, line.IsTerminated, line.IsTooLong).ShouldBe((0, false, true));
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(16 * 1_048_576);
    }

    [Fact]
    public async Task Progress_is_counted_in_bytes_of_the_source()
    {
        var gzip = Gzip(string.Concat(Enumerable.Repeat("the same line\n", 100_000)));
        var reader = new LogReader(new MemoryStream(gzip));
        reader.BytesRead.ShouldBe(0);

        await foreach (var _ in reader.ReadLinesAsync()) { }

        reader.BytesRead.ShouldBe(gzip.Length);
    }

    [Fact]
    public async Task The_source_stays_open()
    {
        using var source = new MemoryStream(Gzip("a\n"));

        await ReadLinesAsync(source);

        source.CanRead.ShouldBeTrue();
    }

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in new LogReader(new EndlessLine(length: long.MaxValue)).ReadLinesAsync(cancellation.Token)) { }
        });
    }

    [Fact]
    public async Task Whatever_the_bytes_and_however_they_come_the_lines_are_those_between_the_line_feeds() =>
        await Gen.Select(Gen.OneOf(Gen.Byte, Gen.OneOf<byte>(10, 10, 97)).Array[0, 300], Gen.Int[1, 7]).SampleAsync(async (bytes, step) =>
        {
            // Two bytes that would make it gzip, or a byte order mark, are other tests' matter; so is CR.
            bytes = [(byte)'-', .. bytes.Select(part => part == '\r' ? (byte)'-' : part)];

            var lines = await ReadLinesAsync(new Trickle(bytes, step));

            var expected = Encoding.Latin1.GetString(bytes).Split('\n');
            if (expected[^1].Length == 0)
                expected = expected[..^1];
            lines.Select(line => Encoding.Latin1.GetString(line.Bytes.Span)).ShouldBe(expected);
        }, iter: 300);

    // The reader's switch holds only when it comes before the process's first use of gzip, which may be another test's.
    [ModuleInitializer]
    internal static void ReaderComesFirst() => RuntimeHelpers.RunClassConstructor(typeof(LogReader).TypeHandle);

    private static byte[] Gzip(string text)
    {
        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
            gzip.Write(Encoding.ASCII.GetBytes(text));
        return file.ToArray();
    }

    private static async Task<List<string>> ReadAsync(byte[] file) =>
        [.. (await ReadLinesAsync(new MemoryStream(file))).Select(line => Encoding.UTF8.GetString(line.Bytes.Span))];

    private static async Task<List<LogLine>> ReadLinesAsync(Stream source)
    {
        var lines = new List<LogLine>();
        await foreach (var line in new LogReader(source).ReadLinesAsync())
            lines.Add(line with { Bytes = line.Bytes.ToArray() });
        return lines;
    }

    private sealed class Trickle(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], cancellationToken);
    }

    private sealed class EndlessLine(long length) : MemoryStream
    {
        private long _left = length;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(_left, buffer.Length);
            buffer.Span[..count].Fill((byte)'x');
            _left -= count;
            return ValueTask.FromResult(count);
        }
    }
}
