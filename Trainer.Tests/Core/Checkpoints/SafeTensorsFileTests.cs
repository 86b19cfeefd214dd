using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Trainer.Core.Checkpoints;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Checkpoints;

[Collection(TorchCollection.Name)]
public sealed class SafeTensorsFileTests
{
    private const string OneFloat = """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";

    public static TheoryData<string, int, string> Damaged => new()
    {
        { "[]", 0, "this is no safetensors file: its header does not begin with '{'." },
        { "{\"a\":", 0, "the header is not sound JSON: " },
        { """{"a":{},"a":{}}""", 0, "the header is not sound JSON: " },
        { """{"__metadata__":[]}""", 0, "'__metadata__' is Array; it must be an object of strings." },
        { """{"__metadata__":{"n":1}}""", 0, "'__metadata__' holds 'n', which is Number; it must be a string." },
        { """{"a":{"dtype":"F32","shape":[1]}}""", 4, "the entry of 'a' must be an object with dtype, shape and two data_offsets; it is " },
        { """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "the entry of 'a' must be an object" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 8, "the entry of 'a' must be an object" },
        { """{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1, "'a' has values of type 'F8_E4M3'; readable are F64, I64, F32, I32, BF16, F16, U8, BOOL." },
        { """{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,20]}}""", 20, "'a' has 20 bytes (0 to 20); F32 values of shape 2×3 do not take as many." },
        { """{"a":{"dtype":"U8","shape":[4294967296,4294967296,16],"data_offsets":[0,0]}}""", 0, "'a' has 0 bytes (0 to 0); U8 values of shape 4294967296×4294967296×16 do not take as many." },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "'b' starts at byte 2 and overlaps 'a', which ends at 4." },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[8,12]}}""", 12, "'b' starts at byte 8 and leaves a gap behind 'a', which ends at 4." },
        { OneFloat, 3, "the file has 3 bytes behind its header, and the header speaks of 4: it was cut short." },
        { OneFloat, 5, "the file has 5 bytes behind its header, and the header speaks of 4: something was appended to it." },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Open_DamagedFile_SaysWhatIsWrong(string header, int dataLength, string expected)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.safetensors");
        File.WriteAllBytes(path, [.. Prefix(header), .. new byte[dataLength]]);

        SafeTensorsException e = Assert.Throws<SafeTensorsException>(() => SafeTensorsFile.Open(path));

        Assert.StartsWith($"{path}: {expected}", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0 }, "the file has 3 bytes; a safetensors file has at least 8 and a header.")]
    [InlineData(new byte[] { 0, 1, 0, 0, 0, 0, 0, 0, 123 }, "the file was cut short: it has 9 bytes, and its header alone would have 256.")]
    [InlineData(new byte[] { 80, 75, 3, 4, 80, 75, 3, 4, 80 }, "this is no safetensors file: its header would have ")]
    public void Open_WithoutAHeader_SaysWhatIsWrong(byte[] content, string expected)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.safetensors");
        File.WriteAllBytes(path, content);

        Assert.StartsWith($"{path}: {expected}", Assert.Throws<SafeTensorsException>(() => SafeTensorsFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_EveryType_ReadsBackTheSame() => TorchTest.Run(() =>
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.safetensors");
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["flags"] = tensor(new[] { true, false, true }),
            ["bytes"] = tensor(new byte[] { 1, 2, 255 }),
            ["bf16"] = randn(3, 5).to(ScalarType.BFloat16),
            ["f16"] = randn(2).to(ScalarType.Float16),
            ["i32"] = tensor(new[] { int.MinValue, 7 }),
            ["f32"] = randn(2, 3, 4),
            ["i64"] = tensor(long.MaxValue),
            ["f64"] = randn([2, 2], ScalarType.Float64),
            ["none"] = zeros(0, 4),
        };

        SafeTensorsFile.Write(path, tensors, new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "a “test”" });
        using SafeTensorsFile file = SafeTensorsFile.Open(path);

        Assert.Equal("a “test”", file.Metadata["kind"]);
        Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), file.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
        foreach ((string name, Tensor expected) in tensors)
        {
            Tensor actual = file.Read(name);
            Assert.Equal(expected.dtype, actual.dtype);
            Assert.Equal(expected.shape, actual.shape);
            Assert.Equal(expected.bytes.ToArray(), actual.bytes.ToArray());
        }
    });

    [Fact]
    public void Write_AnyFile_HasTheBytesOfTheFormat() => TorchTest.Run(() =>
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["small"] = tensor(new byte[] { 9 }),
            ["large"] = tensor(new[] { 1f, 2f }),
        };
        using var stream = new MemoryStream();

        SafeTensorsFile.Write(stream, tensors);

        // Written by hand after the format's description; the header's length is a multiple of 8.
        const string Header = """{"large":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"small":{"dtype":"U8","shape":[1],"data_offsets":[8,9]}}""";
        byte[] data = [0, 0, 128, 63, 0, 0, 0, 64, 9];
        Assert.Equal([.. Prefix(Header.PadRight((Header.Length + 7) / 8 * 8)), .. data], stream.ToArray());
    });

    [Fact]
    public void Write_ChannelsLast_IsRowMajorInTheFile() => TorchTest.Run(() =>
    {
        Tensor values = tensor([.. Enumerable.Range(0, 2 * 3 * 4 * 5).Select(i => (float)i)]).reshape(2, 3, 4, 5);
        Tensor channelsLast = values.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        using var stream = new MemoryStream();

        SafeTensorsFile.Write(stream, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["a"] = channelsLast });

        float[] written = new float[120];
        Buffer.BlockCopy(stream.ToArray(), (int)stream.Length - 480, written, 0, 480);
        Assert.False(channelsLast.is_contiguous());
        Assert.Equal(Enumerable.Range(0, 120).Select(i => (float)i), written);
    });

    [Fact]
    public void Write_ComplexNumbers_SaysWhatTheFormatHolds() => TorchTest.Run(() =>
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["a"] = zeros([1], ScalarType.ComplexFloat32) };

        NotSupportedException e = Assert.Throws<NotSupportedException>(() => SafeTensorsFile.Write(Stream.Null, tensors));

        Assert.StartsWith("A tensor of type ComplexFloat32 cannot be written; a safetensors file can hold Float64, ", e.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void CopyTo_OtherShapeTypeOrName_SaysWhatIsNeeded() => TorchTest.Run(() =>
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.safetensors");
        SafeTensorsFile.Write(path, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["weight"] = tensor(new float[,] { { 1, 2, 3 } }) });
        using SafeTensorsFile file = SafeTensorsFile.Open(path);

        Assert.Equal(
            $"{path}: 'weight' has shape 1×3; 3 is needed. The file belongs to another network or another number of classes.",
            Assert.Throws<SafeTensorsException>(() => file.CopyTo("weight", zeros(3))).Message);
        Assert.Equal(
            $"{path}: 'weight' has values of type Float32; Int64 is needed.",
            Assert.Throws<SafeTensorsException>(() => file.CopyTo("weight", zeros([1, 3], ScalarType.Int64))).Message);
        Assert.Equal(
            $"{path}: there is no tensor 'wieght'. Did you mean 'weight'?",
            Assert.Throws<SafeTensorsException>(() => file.Read("wieght")).Message);

        Tensor half = zeros([1, 3], ScalarType.BFloat16);
        file.CopyTo("weight", half);
        Assert.Equal([1, 2, 3], half.Values());
    });

    [Fact]
    public void Write_Fails_LeavesTheFileThatWasThere() => TorchTest.Run(() =>
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("a.safetensors");
        var good = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["a"] = zeros(1) };
        SafeTensorsFile.Write(path, good);
        byte[] before = File.ReadAllBytes(path);

        Assert.Throws<NotSupportedException>(() => SafeTensorsFile.Write(
            path, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["a"] = zeros([1], ScalarType.ComplexFloat64) }));

        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(directory.Path));
    });

    [Fact]
    public void ToJson_OfAFile_IsValidJson() => TorchTest.Run(() =>
    {
        using var stream = new MemoryStream();
        SafeTensorsFile.Write(
            stream, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["a"] = zeros(1) }, new Dictionary<string, string>(StringComparer.Ordinal) { ["note"] = "x" });
        byte[] bytes = stream.ToArray();
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);

        using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, length));

        Assert.Equal(0, length % 8);
        Assert.Equal("x", header.RootElement.GetProperty("__metadata__").GetProperty("note").GetString());
    });

    private static byte[] Prefix(string header)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)json.Length);
        return [.. prefix, .. json];
    }
}
