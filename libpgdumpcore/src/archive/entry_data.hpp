// What the data of entries is on its way out of any archive: decompressed, checked to be whole, named in errors.
#pragma once

#include "archive/entry.hpp"
#include "archive/reader.hpp"
#include "io/codec.hpp"
#include "io/source.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace pgdumpcore::archive {

// `the data of entry 12 (TABLE DATA public orders)`
[[nodiscard]] std::string data_of(const Entry& entry);

// Throws Error (usage) unless the entry has data of the kind that is asked for.
void require_table_data(const Entry& entry);
void require_large_objects(const Entry& entry);

// A table's rows. Of COPY text, the end mark has to be there.
//   stored: as the archive holds them, in frames of `codec` or, when there are no rows, without a byte
//   place:  where they stand, for messages
[[nodiscard]] std::unique_ptr<io::Source> stored_table_data(std::unique_ptr<io::Source> stored,
                                                            const io::CodecTraits& codec, const Entry& entry,
                                                            const std::string& place);

// Gives one large object, stored in the same way, to the consumer.
void give_large_object(std::unique_ptr<io::Source> stored, const io::CodecTraits& codec, const std::string& context,
                       std::uint32_t oid, const LargeObjectConsumer& consumer);

}  // namespace pgdumpcore::archive
