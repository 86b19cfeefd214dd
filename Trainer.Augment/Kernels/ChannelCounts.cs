namespace Trainer.Augment.Kernels;

/// <summary>The numbers of channels that vector kernels know.</summary>
internal static class ChannelCounts
{
    /// <summary>Grey.</summary>
    public readonly struct One : IChannels
    {
        public static int Count => 1;
    }

    /// <summary>Red, green, blue.</summary>
    public readonly struct Three : IChannels
    {
        public static int Count => 3;
    }

    /// <summary>Red, green, blue, alpha.</summary>
    public readonly struct Four : IChannels
    {
        public static int Count => 4;
    }
}
