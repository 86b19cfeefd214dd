using Trainer.Augment.Images;
using Trainer.Core.Data;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>
/// The decoded pixels of a chunk's samples. A chunk has one from when it is parsed until it is augmented; the one used
/// last goes to the next chunk, so that a worker parses into memory that is still in its cache.
/// </summary>
internal sealed class PixelBuffer
{
    private readonly int _imageLength;
    private readonly int _channels;
    private readonly byte[] _bytes = [];
    private readonly float[] _floats = [];
    private readonly float[] _interleaved = [];

    /// <summary>Allocates a buffer for up to <paramref name="capacity"/> samples.</summary>
    public PixelBuffer(int capacity, ImageShape shape, PixelType pixelType)
    {
        _imageLength = shape.Length;
        _channels = shape.Channels;
        if (pixelType == PixelType.UInt8)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(checked(capacity * _imageLength));
        }
        else
        {
            _floats = GC.AllocateUninitializedArray<float>(checked(capacity * _imageLength));
            _interleaved = GC.AllocateUninitializedArray<float>(_imageLength);
        }
    }

    /// <summary>The place of one sample's pixels, where they are bytes: H×W×C.</summary>
    public Span<byte> BytesAt(int index) => _bytes.AsSpan(index * _imageLength, _imageLength);

    /// <summary>One sample's pixels, where they are floats: C×H×W, the order in which they are augmented.</summary>
    public ReadOnlySpan<float> FloatsAt(int index) => _floats.AsSpan(index * _imageLength, _imageLength);

    /// <summary>Room for one image of floats as the data set has it: H×W×C.</summary>
    public Span<float> Interleaved => _interleaved;

    /// <summary>Keeps the image in <see cref="Interleaved"/> as one sample's pixels.</summary>
    public void KeepInterleaved(int index)
    {
        Span<float> planes = _floats.AsSpan(index * _imageLength, _imageLength);
        int area = _imageLength / _channels;
        for (int i = 0; i < _imageLength; i++)
        {
            planes[(i % _channels * area) + (i / _channels)] = _interleaved[i];
        }
    }
}
