namespace Trainer.Augment;

/// <summary>How the values of one image lie in memory. Keras' <c>data_format</c>.</summary>
public enum DataFormat
{
    /// <summary>Height × width × channels: the channels of a pixel lie side by side.</summary>
    ChannelsLast,

    /// <summary>Channels × height × width: one plane per channel, as Torch wants it.</summary>
    ChannelsFirst,
}
