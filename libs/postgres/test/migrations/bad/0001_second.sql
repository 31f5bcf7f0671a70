CREATE TABLE second (a int REFERENCES third);
